import { Inject, Injectable } from '@nestjs/common';
import { type Author, denied, type Outcome, ok, type StationChanged } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { confirmationOf } from '../domain/confirmation';
import { hoursWarnings } from '../domain/hours-warnings';
import { refusalFor, unknownStation } from '../domain/may-change';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';

/** What everyone who changes hours says of themselves and of what they have seen. */
export interface HoursChange {
  author: Author;
  stationId: string;
  /** Absent: whatever is in force. */
  expectedVersion?: number;
  confirm?: boolean;
}

/** The station as it would be, or why not. `today` is the station's local date. */
export type Decide = (
  station: StationChanged,
  today: string,
  tx: Transaction,
) => Outcome<StationChanged> | Promise<Outcome<StationChanged>>;

/** How every change of hours is made: by who may, on the version that they have seen, with risky ones confirmed by who is surely there. */
@Injectable()
export class SaveHours {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async save(change: HoursChange, action: string, decide: Decide): Promise<Outcome<StationChanged>> {
    const { author, stationId, expectedVersion } = change;
    const refusal = refusalFor(author, stationId);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      const before = await this.stations.lock(tx, stationId);
      if (!before) return unknownStation(stationId);
      if (expectedVersion !== undefined && expectedVersion !== before.hoursVersion) return staleVersion(before);
      const now = this.clock.now();
      const today = localDateOf(now, before.timeZone);
      const decided = await decide(before, today, tx);
      if (decided.outcome !== 'ok') return decided;
      const after = decided.value;
      const unconfirmed = confirmationOf(hoursWarnings(before, after, today), change, now);
      return unconfirmed ?? ok(await this.changes.record(tx, { author, action, before, after }));
    });
  }
}

function staleVersion({ hoursVersion, openingHours, exceptions }: StationChanged): Outcome<never> {
  const message = 'Noen andre har endret åpningstidene mens du holdt på. Se over det som gjelder nå, og lagre på nytt.';
  return denied('stale_version', message, { version: hoursVersion, versions: openingHours, exceptions });
}
