import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  ok,
  type Outcome,
  permanent,
  type QueryTonnage,
  type StationChanged,
  type Tonnage,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { kiloFlows } from './domain/kilo-flows';
import { minutesOf, type OpenInterval, openIntervals } from './domain/open-intervals';
import { LiveModel } from './live-model';
import { type DateRange } from './sum.store';

const LONGEST_YEARS = 20;

/** Kilos by station, stream, fraction and period, and how complete they are. Exact; whom to show what is the portal's to say. */
@Injectable()
export class QueryTonnageHandler {
  private readonly logger = new Logger(QueryTonnageHandler.name);

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
    const { sums, visits, stations } = this.model;
    const [rows, kinds, counts, copies] = await Promise.all([
      sums.sums(this.database, range, by),
      sums.byKind(this.database, range),
      visits.count(this.database, range),
      stations.find(this.database, range.stationId),
    ]);
    const { flows, reliability } = kiloFlows(kinds);
    return ok({ rows, complete: { ...(await this.minutes(copies, range)), ...counts, ...reliability }, flows });
  }

  private async minutes(
    stations: StationChanged[],
    range: DateRange,
  ): Promise<{ openMinutes: number; weighedMinutes: number | null }> {
    let [openMinutes, weighedMinutes]: [number, number | null] = [0, null];
    for (const station of stations) {
      const open = this.openIntervals(station, range);
      openMinutes += minutesOf(open);
      const weighed = await this.model.scaleHours.minutesWithin(this.database, station, open);
      if (weighed !== null) weighedMinutes = (weighedMinutes ?? 0) + weighed;
    }
    return { openMinutes, weighedMinutes };
  }

  /** One station's unreadable hours must not hide everybody's kilos. */
  private openIntervals(station: StationChanged, { from, to }: DateRange): OpenInterval[] {
    try {
      return openIntervals(station, from, to);
    } catch (error) {
      this.logger.warn(`The hours of ${station.stationId} cannot be read: ${(error as Error).message}`);
      return [];
    }
  }
}
