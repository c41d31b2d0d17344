import { Inject, Injectable } from '@nestjs/common';
import { ok, type Outcome, permanent, type QueryUse, type Use } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { LiveModel } from './live-model';
import { type DateRange } from './summed-range';

/** When people come, and when they try in vain. */
@Injectable()
export class QueryUseHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LiveModel) private readonly model: LiveModel,
  ) {}

  async handle({ stationId, from, to }: QueryUse): Promise<Outcome<Use>> {
    if (from > to) return permanent('bad_range', '"to" must not lie before "from".');
    const range: DateRange = { stationId: stationId ?? null, from, to };
    const [visits, attempts] = await Promise.all([
      this.model.visits.byHourOfWeek(this.database, range),
      this.model.attempts.byHourOfWeek(this.database, range),
    ]);
    return ok({ visits, attempts });
  }
}
