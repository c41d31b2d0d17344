import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { type VisitCopy } from './visit-copy';
import { VisitStore } from './visit.store';

/** Takes what `access` says of a visit into the read model; its revision makes repetitions harmless. */
@Injectable()
export class CountVisit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VisitStore) private readonly visits: VisitStore,
  ) {}

  async handle(visit: VisitCopy): Promise<void> {
    await this.database.transaction((tx) => this.visits.keep(tx, visit));
  }
}
