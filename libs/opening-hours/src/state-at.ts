import { CompiledSchedule } from './compiled-schedule';
import { Scope, StateAt } from './schedule';

/**
 * Whether it is open at an instant, why, and when that changes. `unknown` is to be treated as closed at a door.
 * Answers and their Dates are shared: don't change them.
 * @throws HoursSyntaxError when the scope's container hours can't be read; RangeError for an invalid Date
 */
export function stateAt(schedule: CompiledSchedule, at: Date, scope?: Scope): StateAt {
  return schedule.timeline(scope).stateAt(at.getTime());
}
