import { Inject, Injectable } from '@nestjs/common';
import { type ContainerPlace } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { RecordDropOff } from './record-drop-off';
import { Relabelling } from './relabelling';
import { type AddedByStaff, StaffEntryStore } from './staff-entry.store';
import { type Span } from './weighing-due.store';

/** The reason of added kilos that a scale has spoken of since, without one change of the load that they could be. */
const MEASURED_AFTERWARDS = 'measured_afterwards';

/**
 * What staff added while no scale was heard, once the scale's kept readings are here after all: it becomes what they say of the one
 * weighing that it can be, so that no kilo counts twice. Where there is none, or more than one, nobody can tell: the added kilos stay, uncertain.
 * A visit that is still to be weighed may be one more; it is asked again with each that was weighed.
 */
@Injectable()
export class MatchAdded {
  constructor(
    @Inject(StaffEntryStore) private readonly entries: StaffEntryStore,
    @Inject(Relabelling) private readonly relabelling: Relabelling,
    @Inject(RecordDropOff) private readonly recordDropOff: RecordDropOff,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Within the transaction that has booked what the news of this span changed. */
  async handle(tx: Transaction, place: ContainerPlace, span: Span): Promise<void> {
    const now = this.clock.now();
    for (const added of await this.entries.addedAround(tx, place, span)) {
      if ((await this.entries.coverage(tx, place, added.at, now)) !== 'covered') continue;
      const sign = added.word.grams < 0 ? -1 : 1;
      const [weighingId, ...others] = await this.entries.measuredAround(tx, place, added.at, sign);
      const isTheOnlyOne = others.length === 0 && !(await this.entries.isUnweighedAround(tx, place, added.at));
      if (weighingId === undefined || !isTheOnlyOne) await this.doubt(tx, place, added);
      else await this.give(tx, { ...place, weighingId }, added);
    }
  }

  private async give(
    tx: Transaction,
    measured: ContainerPlace & { weighingId: string },
    { weighingId, word, entry }: AddedByStaff,
  ): Promise<void> {
    await this.rebook(tx, measured, weighingId, () => null);
    const given = await this.relabelling.handle(tx, measured, { word, entry });
    if (given.outcome !== 'ok') throw new Error(`${entry.entryId} could not be given to ${measured.weighingId}`);
  }

  private async doubt(tx: Transaction, place: ContainerPlace, { weighingId }: AddedByStaff): Promise<void> {
    await this.rebook(tx, place, weighingId, (booking) => ({
      ...booking,
      quality: 'uncertain',
      reason: MEASURED_AFTERWARDS,
    }));
  }

  private async rebook(
    tx: Transaction,
    { stationId, containerId }: ContainerPlace,
    weighingId: string,
    change: (booking: Booked) => Booked | null,
  ): Promise<void> {
    const [known] = await this.recordDropOff.known(tx, [weighingId]);
    if (!known?.booking) return;
    const wanted = change(known.booking);
    const next = { ...known, wanted, readings: null, state: wanted ? known.state : ('dissolved' as const) };
    const sayings = wanted ? known.staff : [];
    await this.recordDropOff.handle(tx, { stationId, containerId, ...known.booking }, { known, next, sayings });
  }
}

type Booked = NonNullable<Awaited<ReturnType<RecordDropOff['known']>>[number]['booking']>;
