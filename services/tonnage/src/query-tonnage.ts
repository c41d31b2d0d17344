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
import { openMinutes } from './domain/open-minutes';
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
    const [rows, counts, stations] = await Promise.all([
      this.model.sums.sums(this.database, range, by),
      this.model.visits.count(this.database, range),
      this.model.stations.find(this.database, range.stationId),
    ]);
    const minutes = stations.map((station) => this.openMinutes(station, range));
    const open = minutes.reduce((total, each) => total + each, 0);
    return ok({ rows, complete: { openMinutes: open, weighedMinutes: null, ...counts } });
  }

  /** One station's unreadable hours must not hide everybody's kilos. */
  private openMinutes(station: StationChanged, { from, to }: DateRange): number {
    try {
      return openMinutes(station, from, to);
    } catch (error) {
      this.logger.warn(`The hours of ${station.stationId} cannot be read: ${(error as Error).message}`);
      return 0;
    }
  }
}
