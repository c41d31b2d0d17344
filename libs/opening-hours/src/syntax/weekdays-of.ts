import { DaySelector, Selectors } from './model';

/** The ISO weekdays of a list such as `Mo-We,Su`; null when it also names anything but plain weekdays. */
export function weekdaysIn(days: DaySelector[]): number[] | null {
  const weekdays: number[] = [];
  for (const day of days) {
    if (day.kind !== 'weekdays') return null;
    for (let weekday = day.from; weekday !== day.to; weekday = (weekday % 7) + 1) weekdays.push(weekday);
    weekdays.push(day.to);
  }
  return weekdays;
}

/** The weekdays that a rule is limited to; null when holidays or nth weekdays may lie on any. */
export function weekdaysOf({ days }: Pick<Selectors, 'days'>): number[] | null {
  return days.length === 0 ? null : weekdaysIn(days);
}
