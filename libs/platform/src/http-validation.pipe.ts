import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { factOf, requestSubject } from '@selvbetjent/contracts';

/** Validates what HTTP brings. Messages pass: their transports validate them, and tolerate additions inside a version. */
@Injectable()
export class HttpValidationPipe extends ValidationPipe {
  constructor() {
    super({ whitelist: true, forbidNonWhitelisted: true, transform: true });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isMessage = Boolean(factOf(metadata.metatype) ?? requestSubject(metadata.metatype));
    return isMessage ? Promise.resolve(value) : super.transform(value, metadata);
  }
}
