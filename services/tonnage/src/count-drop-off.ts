import { Inject, Injectable } from '@nestjs/common';
import { type DropOffRecorded } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type Delivery, Inbox } from '@selvbetjent/messaging';
import { EntryStore } from './entry.store';

/** Takes a ledger row into the read model, once. */
@Injectable()
export class CountDropOff {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(EntryStore) private readonly entries: EntryStore,
  ) {}

  async handle(entry: DropOffRecorded, delivery: Delivery): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (await this.inbox.isNew(tx, delivery)) await this.entries.add(tx, entry);
    });
  }
}
