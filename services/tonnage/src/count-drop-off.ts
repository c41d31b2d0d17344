import { Inject, Injectable } from '@nestjs/common';
import { type DropOffRecorded } from '@selvbetjent/contracts';
import { type Delivery, Inbox } from '@selvbetjent/messaging';
import { LiveModel } from './live-model';

/** Takes a ledger row into the read model, once: inbox, row and sums commit together. */
@Injectable()
export class CountDropOff {
  constructor(
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(LiveModel) private readonly model: LiveModel,
  ) {}

  async handle(entry: DropOffRecorded, delivery: Delivery): Promise<void> {
    await this.model.change(entry.stationId, async (tx) => {
      if (await this.inbox.isNew(tx, delivery)) await this.model.count(tx, entry);
    });
  }
}
