import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Problem } from '@selvbetjent/platform';
import { type Response } from 'express';
import { createHash } from 'node:crypto';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { AnsweredWriteStore, type WriteKey } from './answered-write.store';
import { type AuthoredRequest } from './sign-in/access-rule';

const LONGEST_KEY = 200;

/** A write with an Idempotency-Key happens once: sent again, it gets the first answer again. Errors aren't kept. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(@Inject(AnsweredWriteStore) private readonly writes: AnsweredWriteStore) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<AuthoredRequest>();
    const key = request.get('idempotency-key');
    if (key === undefined || !request.author || request.method === 'GET') return next.handle();
    if (key === '' || key.length > LONGEST_KEY) {
      throw new Problem(
        400,
        'bad_idempotency_key',
        'Idempotency-Key kan ikke brukes',
        `Bruk 1 til ${LONGEST_KEY} tegn.`,
      );
    }
    const write = { authorSubject: request.author.subject, key, requestHash: hashOf(request) };
    const response = context.switchToHttp().getResponse<Response>();
    return defer(() => this.once(write, response, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private async once(write: WriteKey, response: Response, act: () => Promise<unknown>): Promise<unknown> {
    const claim = await this.writes.claim(write);
    switch (claim.state) {
      case 'ours':
        return this.act(write, response, act);
      case 'answered':
        response.status(claim.status).setHeader('Idempotency-Replayed', 'true');
        return claim.body ?? undefined;
      case 'under-way':
        throw new Problem(409, 'write_under_way', 'Den samme endringen er allerede på vei', 'Vent litt og prøv igjen.');
      case 'other-request':
        throw new Problem(
          422,
          'idempotency_key_reused',
          'Nøkkelen hører til en annen forespørsel',
          'Lag en ny Idempotency-Key.',
        );
    }
  }

  private async act(write: WriteKey, response: Response, act: () => Promise<unknown>): Promise<unknown> {
    try {
      const body = await act();
      await this.writes.keep(write, response.statusCode, body);
      return body;
    } catch (error) {
      await this.writes.release(write);
      throw error;
    }
  }
}

function hashOf({ method, originalUrl, body }: AuthoredRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([method, originalUrl, body ?? null]))
    .digest();
}
