import type { LocalInterval } from './api-types';
import { addDays, DEFAULT_ZONE, localTime } from './format/time';

export interface DayHours {
  /** The station's local date. */
  date: string;
  /** `11.00–16.00`, in order; empty when closed all day. */
  spans: string[];
}

interface Instants {
  start: number;
  end: number;
}

/** @returns `days` local days from `from`, each with the part of the intervals that falls on it. */
export function hoursByDay(
  intervals: LocalInterval[],
  range: { from: string; days: number },
  zone = DEFAULT_ZONE,
): DayHours[] {
  const local = merged(intervals).map(({ start, end }) => ({
    start: localTime(start, zone),
    end: localTime(end, zone),
  }));
  return Array.from({ length: range.days }, (_, index) => {
    const date = addDays(range.from, index);
    const onDate = local.filter(
      ({ start, end }) => start.date <= date && (end.date > date || (end.date === date && end.clock > '00.00')),
    );
    return { date, spans: onDate.map(({ start, end }) => span(date, start, end)) };
  });
}

/** `11.00–16.00 og 18.00–20.00`, or `Stengt`. */
export function spansText(spans: string[]): string {
  return spans.length === 0
    ? 'Stengt'
    : spans.map((part) => (part === '00.00–24.00' ? 'Hele døgnet' : part)).join(' og ');
}

function span(date: string, start: { date: string; clock: string }, end: { date: string; clock: string }): string {
  return `${start.date < date ? '00.00' : start.clock}–${end.date > date ? '24.00' : end.clock}`;
}

function merged(intervals: LocalInterval[]): Instants[] {
  const sorted = intervals
    .map(({ start, end }) => ({ start: Date.parse(start), end: Date.parse(end) }))
    .sort((a, b) => a.start - b.start);
  const result: Instants[] = [];
  for (const interval of sorted) {
    const last = result.at(-1);
    if (last && interval.start <= last.end) last.end = Math.max(last.end, interval.end);
    else result.push({ ...interval });
  }
  return result;
}
