import { CompiledSchedule } from './compiled-schedule';
import { Scope } from './schedule';

/**
 * The open times between two instants: sorted, merged, clipped to them, half-open. `unknown` isn't open.
 * @throws HoursSyntaxError when the scope's container hours can't be read; RangeError for an invalid Date
 */
export function intervals(
  schedule: CompiledSchedule,
  from: Date,
  to: Date,
  scope?: Scope,
): { start: Date; end: Date }[] {
  const open: { start: Date; end: Date }[] = [];
  for (const stretch of schedule.timeline(scope).between(from.getTime(), to.getTime())) {
    const start = Math.max(stretch.start, from.getTime());
    const end = Math.min(stretch.end, to.getTime());
    if (stretch.state !== 'open' || start >= end) continue;
    const last = open.at(-1);
    if (last?.end.getTime() === start) last.end = new Date(end);
    else open.push({ start: new Date(start), end: new Date(end) });
  }
  return open;
}
