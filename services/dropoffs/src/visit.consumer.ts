import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { VisitClosed, VisitOpened, VisitWithdrawn } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Delivery, Inbox } from '@selvbetjent/messaging';
import { RecordVisit } from './record-visit';
import { type VisitNews } from './visit.store';

/** Facts come in any order; their revisions tell which is newest. */
@Controller()
export class VisitConsumer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(RecordVisit) private readonly recordVisit: RecordVisit,
  ) {}

  @EventPattern(VisitOpened)
  onOpened(@Payload() fact: VisitOpened, @Ctx() delivery: Delivery): Promise<void> {
    return this.record(delivery, {
      ...keysOf(fact),
      openedAt: new Date(fact.openedAt),
      closedAt: null,
      closedBy: null,
      withdrawn: false,
    });
  }

  @EventPattern(VisitClosed)
  onClosed(@Payload() fact: VisitClosed, @Ctx() delivery: Delivery): Promise<void> {
    return this.record(delivery, {
      ...keysOf(fact),
      openedAt: new Date(fact.openedAt),
      closedAt: new Date(fact.closedAt),
      closedBy: fact.closedBy,
      withdrawn: false,
    });
  }

  @EventPattern(VisitWithdrawn)
  onWithdrawn(@Payload() fact: VisitWithdrawn, @Ctx() delivery: Delivery): Promise<void> {
    return this.record(delivery, { ...keysOf(fact), openedAt: null, closedAt: null, closedBy: null, withdrawn: true });
  }

  private async record(delivery: Delivery, news: VisitNews): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (await this.inbox.isNew(tx, delivery)) await this.recordVisit.handle(tx, news);
    });
  }
}

type VisitKeys = Pick<VisitNews, 'visitId' | 'stationId' | 'containerId' | 'revision'>;

function keysOf({ visitId, stationId, containerId, revision }: VisitKeys): VisitKeys {
  return { visitId, stationId, containerId, revision };
}
