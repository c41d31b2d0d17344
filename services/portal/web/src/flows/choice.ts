import type { Period, Split } from '../api-types';
import { addDays } from '../format/time';

export const PRESETS = ['denne-maneden', 'forrige-maned', 'i-ar', 'i-fjor', 'egne'] as const;
export type Preset = (typeof PRESETS)[number];
export type Against = 'before' | 'year';

/** What the dashboard shows; it lives in the page's address, so that a link and "back" work. */
export interface Choice {
  period: Preset;
  /** Own dates, both included; only with `egne`. */
  from: string;
  to: string;
  /** None: all that the person may see. */
  stations: string[];
  /** Null: what suits the length of the range. */
  by: Period | null;
  split: Split | null;
  against: Against | null;
}

export interface DateRange {
  from: string;
  to: string;
}

const PERIODS: readonly Period[] = ['day', 'week', 'month', 'year'];
const SPLITS: readonly Split[] = ['station', 'fraction', 'method', 'origin'];
const AGAINST: readonly Against[] = ['before', 'year'];
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address; what it doesn't say, or says wrongly, is as on a first visit. */
export function choiceOf(search: string, today: string): Choice {
  const query = new URLSearchParams(search);
  const one = <T extends string>(name: string, known: readonly T[]): T | null =>
    known.find((value) => value === query.get(name)) ?? null;
  const [from, to] = [query.get('fra') ?? '', query.get('til') ?? ''];
  const dated = DATE.test(from) && DATE.test(to) && from <= to;
  const preset = one('periode', PRESETS) ?? 'denne-maneden';
  const period = preset === 'egne' && !dated ? 'denne-maneden' : preset;
  const range = period === 'egne' ? { from, to } : presetRange(period, today);
  return {
    ...range,
    period,
    stations: query.getAll('stasjon'),
    by: one('per', PERIODS),
    split: one('del', SPLITS),
    against: one('mot', AGAINST),
  };
}

/** @returns the address of a choice: `?…`, without what is so anyway. */
export function addressOf(choice: Choice): string {
  const { period, from, to, stations, by, split, against } = choice;
  const query = new URLSearchParams();
  query.set('periode', period);
  if (period === 'egne') {
    query.set('fra', from);
    query.set('til', to);
  }
  for (const station of stations) query.append('stasjon', station);
  for (const [name, value] of Object.entries({ per: by, del: split, mot: against })) if (value) query.set(name, value);
  return `?${query}`;
}

/**
 * The API's query of a choice: the page and its exports ask the same.
 * @param own the stations that the person may see, `*` for all
 */
export function queryOf({ from, to, stations, by, split, against }: Choice, own: readonly string[]): string {
  const query = new URLSearchParams(stationsQuery(stations, own));
  query.set('from', from);
  query.set('to', to);
  for (const [name, value] of Object.entries({ by, split, against })) if (value) query.set(name, value);
  return query.toString();
}

/** `station=…` for each chosen one; without a choice those of the person, and nothing for all. */
export function stationsQuery(chosen: readonly string[], own: readonly string[]): string {
  const stations = chosen.length > 0 ? chosen : own.includes('*') ? [] : own;
  return new URLSearchParams(stations.map((id) => ['station', id])).toString();
}

/** Running periods end today. */
export function presetRange(preset: Exclude<Preset, 'egne'>, today: string): DateRange {
  const [year, month] = [Number(today.slice(0, 4)), today.slice(0, 7)];
  const monthBefore = addDays(`${month}-01`, -1);
  switch (preset) {
    case 'denne-maneden':
      return { from: `${month}-01`, to: today };
    case 'forrige-maned':
      return { from: `${monthBefore.slice(0, 7)}-01`, to: monthBefore };
    case 'i-ar':
      return { from: `${year}-01-01`, to: today };
    case 'i-fjor':
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
}
