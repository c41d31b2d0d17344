import { Inject, Injectable } from '@nestjs/common';
import { type EffectReport, ok, type Outcome, permanent, type QueryEffect } from '@selvbetjent/contracts';
import { effectTable, effectYears } from '../domain/effect-table';
import { ReportStore } from './report.store';

const MOST_YEARS = 30;

/** The effect table of a station, or of all. */
@Injectable()
export class QueryEffectHandler {
  constructor(@Inject(ReportStore) private readonly reports: ReportStore) {}

  async handle({ stationId, from, to }: QueryEffect): Promise<Outcome<EffectReport>> {
    if (from > to || Number(to.slice(0, 4)) - Number(from.slice(0, 4)) >= MOST_YEARS)
      return permanent('bad_range', `"to" must not lie before "from", nor in a year ${MOST_YEARS} or more after its.`);
    const range = { stationId: stationId ?? null, from, to };
    const [kilos, events] = await Promise.all([this.reports.effectKilos(range), this.reports.effectEvents(range)]);
    return ok(effectTable({ stationId: range.stationId, years: effectYears(from, to) }, kilos, events));
  }
}
