import { Inject, Injectable } from '@nestjs/common';
import {
  type AttemptView,
  type DoorView,
  ok,
  type Outcome,
  unknownCursor,
  type VisitView,
} from '@selvbetjent/contracts';
import { Clock } from '@selvbetjent/platform';
import { AttemptStore } from './attempt.store';
import { doorViews, DoorStore } from './door.store';
import { StationStore } from './station.store';
import { VisitStore } from './visit.store';

export interface PageOf {
  stationId: string;
  before?: string | null;
  limit: number;
}

/** What staff and operators may read of attempts, visits and doors. */
@Injectable()
export class ListAccess {
  constructor(
    @Inject(AttemptStore) private readonly attemptStore: AttemptStore,
    @Inject(VisitStore) private readonly visitStore: VisitStore,
    @Inject(DoorStore) private readonly doorStore: DoorStore,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async attempts(question: PageOf & { cursor?: string }): Promise<Outcome<AttemptView[]>> {
    const { stationId, before, cursor, limit } = question;
    if (cursor && !(await this.attemptStore.isOf(stationId, cursor))) return unknownCursor();
    const from = { before: before ? new Date(before) : null, cursor: cursor ?? null };
    return ok(await this.attemptStore.list(stationId, { ...from, limit }));
  }

  visits({ stationId, before, limit }: PageOf): Promise<VisitView[]> {
    return this.visitStore.list(stationId, before ? new Date(before) : null, limit);
  }

  async doors(stationId?: string): Promise<DoorView[]> {
    const copies = (await this.stations.all()).filter(({ station }) => !stationId || station.stationId === stationId);
    return doorViews(copies, await this.doorStore.all(), this.clock.now());
  }
}
