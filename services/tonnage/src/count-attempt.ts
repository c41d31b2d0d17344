import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { ReadModel } from './read-model';
import { type AttemptCopy } from './fact-copies';

/** Takes the end of an attempt into the read model; its revision makes repetitions harmless. */
@Injectable()
export class CountAttempt {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ReadModel) private readonly model: ReadModel,
  ) {}

  async handle(attempt: AttemptCopy): Promise<void> {
    await this.database.transaction((tx) => this.model.attempts.keep(tx, attempt));
  }
}
