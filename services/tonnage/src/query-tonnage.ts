import { Inject, Injectable } from '@nestjs/common';
import {
  type Completeness,
  ok,
  type Outcome,
  permanent,
  type QueryTonnage,
  type Tonnage,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { kiloFlows } from './domain/kilo-flows';
import { notKept } from './domain/kept-days';
import { LiveModel } from './live-model';
import { readOpenDays } from './read-open-days';
import { type DateRange } from './summed-range';

const LONGEST_YEARS = 20;
const MINUTE_MS = 60_000;

/** Kilos by station, stream, fraction and period, and how complete they are. Exact; whom to show what is the portal's to say. */
@Injectable()
export class QueryTonnageHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LiveModel) private readonly model: LiveModel,
  ) {}

  async handle({ stationId, from, to, by }: QueryTonnage): Promise<Outcome<Tonnage>> {
    const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
    if (from > to || years > LONGEST_YEARS) {
      return permanent('bad_range', `"to" must not lie before "from", nor more than ${LONGEST_YEARS} years after it.`);
    }
    const range: DateRange = { stationId: stationId ?? null, from, to };
    const { sums, visits } = this.model;
    const [rows, kinds, counts, openTime] = await Promise.all([
      sums.sums(this.database, range, by),
      sums.byKind(this.database, range),
      visits.count(this.database, range),
      this.openTime(range),
    ]);
    const { flows, reliability } = kiloFlows(kinds);
    return ok({ rows, complete: { ...openTime, ...counts, ...reliability }, flows });
  }

  private async openTime(range: DateRange): Promise<Pick<Completeness, 'openMinutes' | 'weighedMinutes'>> {
    const { openDays, stations } = this.model;
    const times = [await openDays.total(this.database, range)];
    for (const { snapshot, openUntil } of await stations.withoutOpenDays(this.database, range)) {
      const daysWithin = readOpenDays(snapshot);
      for (const { from, to } of notKept(range, openUntil))
        times.push(await openDays.measure(this.database, snapshot.stationId, daysWithin(from, to)));
    }
    const weighed = times.flatMap(({ weighedMinutes }) => weighedMinutes ?? []);
    return {
      openMinutes: sum(times.map(({ openMs }) => openMs)) / MINUTE_MS,
      weighedMinutes: weighed.length === 0 ? null : sum(weighed),
    };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
