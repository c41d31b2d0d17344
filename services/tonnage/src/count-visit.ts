import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { ReadModel } from './read-model';
import { type VisitCopy } from './fact-copies';

/** Takes what `access` says of a visit into the read model; its revision makes repetitions harmless. */
@Injectable()
export class CountVisit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ReadModel) private readonly model: ReadModel,
  ) {}

  async handle(visit: VisitCopy): Promise<void> {
    await this.database.transaction((tx) => this.model.visits.keep(tx, visit));
  }
}
