import { type EffectReport, type EffectRowCode, type EffectYear } from '@selvbetjent/contracts';

/** Kilos of a year that are of one row of the table; `programme` only of activities. */
export interface EffectKilos {
  year: number;
  code: Exclude<EffectRowCode, 'resident-events'> | 'taken-out';
  programme: string | null;
  grams: number;
}

/** Events for residents in a year, of activities that were held. */
export interface EffectEvents {
  year: number;
  programme: string | null;
  events: number;
}

/** @returns the calendar years of the range, the first and the last cut to it. */
export function effectYears(from: string, to: string): EffectYear[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_none, index) => {
    const year = first + index;
    return { year, from: year === first ? from : `${year}-01-01`, to: year === last ? to : `${year}-12-31` };
  });
}

/**
 * The table by years: a sum where something was recorded, null where nothing was.
 * A programme's kilos and events are told apart; they are no part of the station's rows.
 */
export function effectTable(
  { stationId, years }: Pick<EffectReport, 'stationId' | 'years'>,
  kilos: readonly EffectKilos[],
  events: readonly EffectEvents[],
): EffectReport {
  const byYear = <T extends { year: number }>(all: readonly T[], valueOf: (one: T) => number): (number | null)[] =>
    years.map(({ year }) => {
      const found = all.filter((one) => one.year === year);
      return found.length === 0 ? null : found.reduce((sum, one) => sum + valueOf(one), 0);
    });
  const gramsOf = (code: EffectKilos['code']): (number | null)[] =>
    byYear(
      kilos.filter((one) => one.code === code && one.programme === null),
      ({ grams }) => grams,
    );
  const eventsOf = (programme: string | null): (number | null)[] =>
    byYear(
      events.filter((one) => one.programme === programme),
      (one) => one.events,
    );
  const grams = (code: EffectKilos['code'] & EffectRowCode) => ({
    code,
    unit: 'grams' as const,
    values: gramsOf(code),
  });
  const named = [...kilos, ...events].flatMap(({ programme }) => programme ?? []);
  return {
    ...{ stationId, years },
    rows: [
      grams('station-reuse'),
      grams('station-recycling'),
      grams('activity-reuse'),
      grams('business-reuse'),
      { code: 'resident-events', unit: 'events', values: eventsOf(null) },
    ],
    takenOutGrams: gramsOf('taken-out'),
    programmes: [...new Set(named)].sort().map((programme) => ({
      programme,
      events: eventsOf(programme),
      grams: byYear(
        kilos.filter((one) => one.programme === programme),
        (one) => one.grams,
      ),
    })),
  };
}
