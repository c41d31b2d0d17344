import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { VisitClosed, VisitOpened, VisitWithdrawn } from '@selvbetjent/contracts';
import { type VisitNews } from './domain/visit-news';
import { RecordVisit } from './record-visit';

/** Facts come in any order; their revisions tell which is newest. */
@Controller()
export class VisitConsumer {
  constructor(@Inject(RecordVisit) private readonly recordVisit: RecordVisit) {}

  @EventPattern(VisitOpened)
  onOpened(@Payload() fact: VisitOpened): Promise<void> {
    const openedAt = new Date(fact.openedAt);
    return this.recordVisit.handle({ ...keysOf(fact), openedAt, closedAt: null, closedBy: null, withdrawn: false });
  }

  @EventPattern(VisitClosed)
  onClosed(@Payload() fact: VisitClosed): Promise<void> {
    const [openedAt, closedAt] = [new Date(fact.openedAt), new Date(fact.closedAt)];
    return this.recordVisit.handle({ ...keysOf(fact), openedAt, closedAt, closedBy: fact.closedBy, withdrawn: false });
  }

  @EventPattern(VisitWithdrawn)
  onWithdrawn(@Payload() fact: VisitWithdrawn): Promise<void> {
    return this.recordVisit.handle({
      ...keysOf(fact),
      openedAt: null,
      closedAt: null,
      closedBy: null,
      withdrawn: true,
    });
  }
}

type VisitKeys = Pick<VisitNews, 'visitId' | 'stationId' | 'containerId' | 'revision'>;

function keysOf({ visitId, stationId, containerId, revision }: VisitKeys): VisitKeys {
  return { visitId, stationId, containerId, revision };
}
