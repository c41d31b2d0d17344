import { Rule } from './model';
import { weekdaysOf } from './weekdays-of';

const MINUTES_PER_DAY = 1440;

/** Whether a night that the earlier rule begins may end on a day of the rule. */
export function hasNightBefore(earlier: Rule, rule: Rule): boolean {
  if (earlier.state === 'closed' || earlier.times.every(({ end }) => end <= MINUTES_PER_DAY)) return false;
  const [nights, days] = [weekdaysOf(earlier), weekdaysOf(rule)];
  return nights === null || days === null || nights.some((weekday) => days.includes((weekday % 7) + 1));
}
