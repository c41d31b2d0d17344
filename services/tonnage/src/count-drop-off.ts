import { Inject, Injectable } from '@nestjs/common';
import { type DropOffRecorded } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type Delivery, Inbox } from '@selvbetjent/messaging';
import { ReadModel } from './read-model';

/** Takes a ledger row into the read model, once: inbox, row and sums commit together. */
@Injectable()
export class CountDropOff {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(ReadModel) private readonly model: ReadModel,
  ) {}

  async handle(entry: DropOffRecorded, delivery: Delivery): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (await this.inbox.isNew(tx, delivery)) await this.model.count(tx, entry);
    });
  }
}
