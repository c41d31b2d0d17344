import { StationChanged, VisitClosed, VisitOpened } from '@selvbetjent/contracts';
import { type RecordedDay, recordedDay, type RecordedMessage } from '@selvbetjent/simulation';
import { type DropoffsSystem, idOf, TROSTERUD, until, visitFacts } from './dropoffs.test-kit';

const VISITS = [
  { at: '09:05', grams: 12_300 },
  { at: '09:20', grams: -3_000 },
  { at: '09:30', grams: 100 },
  { at: '09:40', grams: 4_700, stayMs: 40_000 },
  { at: '09:41', grams: 2_500, stayMs: 30_000 },
  { at: '10:40', grams: 0 },
  { at: '11:00', grams: 63_200, stayMs: 400_000 },
  { at: '13:00', grams: -21_400 },
  { at: '15:45', grams: 800, personGrams: 0 },
];

/** A station of its own with one container, so that each story starts from nothing. */
export async function aStation(system: DropoffsSystem, stationId: string): Promise<Story> {
  const containers = TROSTERUD.containers
    .slice(0, 1)
    .map((container) => ({ ...container, scales: container.scales.map((it) => ({ ...it, id: `${stationId}-vekt` })) }));
  await system.stations.publish(StationChanged, { ...TROSTERUD, stationId, containers });
  await system.caughtUp();
  return new Story(system, stationId);
}

interface LedgerRow {
  kind: string;
  grams: number;
  quality: string;
  reason: string | null;
  revision: number;
}

/** One container's recorded day at a station, and what the ledger says of it. */
export class Story {
  readonly device: { stationId: string; doorId: string; scaleId: string };

  constructor(
    private readonly system: DropoffsSystem,
    readonly stationId: string,
  ) {
    this.device = { stationId, doorId: `${stationId}-dor`, scaleId: `${stationId}-vekt` };
  }

  day(visits = VISITS, seed = 7): RecordedDay {
    const options = { date: '2026-11-20', timeZone: 'Europe/Oslo', visits, seed, noiseGrams: 0, resolutionGrams: 100 };
    return recordedDay({ ...this.device, ...options });
  }

  async play(messages: readonly RecordedMessage[]): Promise<void> {
    for (const { topic, payload, kind } of messages) {
      if (kind === 'scale') await this.system.device.publishAsync(topic, payload, { qos: 1 });
    }
  }

  facts(day: RecordedDay) {
    return day.truth.visits.map((times, index) => {
      const { opened, closed } = visitFacts(`${this.stationId}-${index}`, 'ombruk', times);
      return { opened: { ...opened, stationId: this.stationId }, closed: { ...closed, stationId: this.stationId } };
    });
  }

  async publishVisits(day: RecordedDay): Promise<void> {
    for (const { opened, closed } of this.facts(day)) {
      await this.system.access.publish(VisitOpened, opened);
      await this.system.access.publish(VisitClosed, closed);
    }
  }

  /** Resolves once every reading of the day is committed and weighed. */
  async weighed(day: RecordedDay): Promise<void> {
    const count = 'SELECT count(*)::int AS count FROM readings WHERE station_id = $1';
    await until(async () => {
      const [row] = await this.system.query<{ count: number }>(count, [this.stationId]);
      return row?.count === day.readings.length;
    });
    await this.system.caughtUp();
  }

  rows(visit: number): Promise<LedgerRow[]> {
    return this.system.query<LedgerRow>(
      `SELECT kind, grams, quality, reason, revision FROM ledger WHERE $1 = ANY(visit_ids) ORDER BY position`,
      [idOf(`${this.stationId}-${visit}`)],
    );
  }

  async sums(): Promise<Record<string, number>> {
    const rows = await this.system.query<{ visits: string; grams: number }>(
      `SELECT visit_ids::text AS visits, sum(grams)::bigint AS grams FROM ledger
       WHERE station_id = $1 GROUP BY 1 HAVING sum(grams) <> 0`,
      [this.stationId],
    );
    const names = this.facts(this.day()).map(({ opened }, index) => [opened.visitId, `visit ${index}`] as const);
    const named = (ids: string): string => names.reduce((text, [id, name]) => text.replace(id, name), ids);
    return Object.fromEntries(rows.map(({ visits, grams }) => [named(visits), grams]));
  }
}
