import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Delivery, Inbox } from '@selvbetjent/messaging';
import { KeepStation } from './keep-station';

@Controller()
export class StationConsumer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(KeepStation) private readonly keepStation: KeepStation,
  ) {}

  @EventPattern(StationChanged)
  async onStationChanged(@Payload() fact: StationChanged, @Ctx() delivery: Delivery): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (await this.inbox.isNew(tx, delivery)) await this.keepStation.handle(tx, fact);
    });
  }
}
