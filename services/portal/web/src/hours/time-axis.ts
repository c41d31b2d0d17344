import { LATEST_END } from './edit-spans';
import { WEEKDAYS, type EditedWeek } from './edited-week';

/** What part of the day the tracks show, in minutes after midnight. */
export interface TimeAxis {
  from: number;
  to: number;
}

const USUAL: TimeAxis = { from: 6 * 60, to: 22 * 60 };
/** The axis grows by so much at a time. */
const GROWTH = 120;

/** The usual part of the day, and more when a span of the week is outside it. */
export function axisOf({ seasons, holidays }: EditedWeek): TimeAxis {
  const spans = seasons.flatMap(({ days }) => WEEKDAYS.flatMap((day) => days[day]));
  const all = holidays === 'as-weekdays' ? spans : [...spans, ...holidays];
  const first = Math.min(USUAL.from, ...all.map(({ start }) => start));
  const last = Math.max(USUAL.to, ...all.map(({ end }) => end));
  return { from: Math.floor(first / GROWTH) * GROWTH, to: Math.min(Math.ceil(last / GROWTH) * GROWTH, LATEST_END) };
}

/** A place on the axis in per cent, also for what reaches beyond it. */
export function percentOf(minutes: number, { from, to }: TimeAxis): number {
  return Math.max(0, Math.min(100, ((minutes - from) / (to - from)) * 100));
}

/** The minutes at a part (0–1) of the axis, on the step. */
export function minutesAt(part: number, { from, to }: TimeAxis, step: number): number {
  const minutes = from + Math.max(0, Math.min(1, part)) * (to - from);
  return Math.round(minutes / step) * step;
}

/** Every second hour, for labels. */
export function hoursOn({ from, to }: TimeAxis): number[] {
  return Array.from({ length: (to - from) / GROWTH + 1 }, (_, index) => from + index * GROWTH);
}
