import type { TimeSpan } from './edited-week';

export const MINUTES_PER_DAY = 1440;
/** The latest that can be reached by dragging or arrow keys: 06:00 on the next day. Typed times may go further. */
export const LATEST_END = MINUTES_PER_DAY + 360;

const USUAL: TimeSpan = { start: 660, end: 960 };
const ADDED_PAUSE = 60;
const ADDED_LENGTH = 120;

export type SpanFault = 'same' | 'overlaps';

export const SPAN_FAULTS: Record<SpanFault, string> = {
  same: 'Start og slutt er like. Skriv 00:00 til 24:00 for hele døgnet.',
  overlaps: 'Tidene går over i hverandre. Endre den ene, eller fjern en.',
};

/** Which part of a span is taken hold of. */
export type SpanPart = 'start' | 'end' | 'whole';

export interface Bounds {
  min: number;
  max: number;
}

/** An end before its start is on the next day: 22:00 to 02:00. */
export function spanBetween(start: number, end: number): TimeSpan | SpanFault {
  if (start === end) return 'same';
  return { start, end: end > start ? end : end + MINUTES_PER_DAY };
}

/** A span that begins at another time of day; where that is after its end, it moves and keeps its length within the day. */
export function withStart(span: TimeSpan, typed: number): TimeSpan {
  const start = typed % MINUTES_PER_DAY;
  const end = span.end - start > MINUTES_PER_DAY ? span.end - MINUTES_PER_DAY : span.end;
  return { start, end: end > start ? end : Math.min(start + span.end - span.start, MINUTES_PER_DAY) };
}

/** @returns the spans in order with one put in the place of another (`index` -1: added), or why it can't be. */
export function placed(spans: readonly TimeSpan[], index: number, span: TimeSpan): TimeSpan[] | SpanFault {
  const others = spans.filter((_, at) => at !== index);
  if (others.some(({ start, end }) => span.start <= end && start <= span.end)) return 'overlaps';
  return [...others, span].sort((one, other) => one.start - other.start);
}

/** The spans with one more where there is room, or null. */
export function withAdded(spans: readonly TimeSpan[]): TimeSpan[] | null {
  const last = spans.at(-1);
  if (!last) return [USUAL];
  const start = last.end + ADDED_PAUSE;
  if (start + ADDED_LENGTH <= MINUTES_PER_DAY) return [...spans, { start, end: start + ADDED_LENGTH }];
  const end = (spans[0]?.start ?? 0) - ADDED_PAUSE;
  return end >= ADDED_LENGTH ? [{ start: end - ADDED_LENGTH, end }, ...spans] : null;
}

/** How far a span may reach without meeting its neighbours. */
export function boundsOf(spans: readonly TimeSpan[], index: number, step: number): Bounds {
  const before = spans[index - 1];
  const after = spans[index + 1];
  return { min: before ? before.end + step : 0, max: after ? after.start - step : LATEST_END };
}

/** A span that is moved, or one end of it, by minutes; it stops at its bounds and keeps at least one step. */
export function shifted(span: TimeSpan, part: SpanPart, by: number, { min, max, step }: Bounds & { step: number }) {
  const { start, end } = span;
  if (part === 'start') {
    const earliest = Math.max(min, end - MINUTES_PER_DAY);
    return { start: within(start + by, earliest, Math.min(end, MINUTES_PER_DAY) - step), end };
  }
  if (part === 'end') return { start, end: within(end + by, start + step, Math.min(max, start + MINUTES_PER_DAY)) };
  const length = end - start;
  const moved = within(start + by, min, Math.min(max - length, MINUTES_PER_DAY - step));
  return { start: moved, end: moved + length };
}

/** A new span between two places of a day, both on the step; null when it would meet another or be empty. */
export function drawn(spans: readonly TimeSpan[], from: number, to: number): TimeSpan | null {
  const span = { start: Math.min(from, to), end: Math.max(from, to) };
  const fits = span.start < span.end && span.start < MINUTES_PER_DAY && typeof placed(spans, -1, span) !== 'string';
  return fits ? span : null;
}

function within(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}
