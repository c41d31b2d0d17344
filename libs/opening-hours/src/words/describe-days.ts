import { DaySelector, TimeSpan } from '../syntax/model';
import { list } from './join';
import { Words } from './words';

const MINUTES_PER_DAY = 1440;

/** @param month the month of an nth weekday; empty: every month's */
export function describeDay(day: DaySelector, month: string, words: Words): string {
  if (day.kind === 'holiday') return moved(words.holidays, day.offsetDays, words);
  if (day.kind === 'nth') {
    const weekday = words.weekdays[day.weekday - 1] ?? '';
    const nths = list(day.nths, words, (nth) => words.nth(nth, weekday));
    return moved(`${nths} ${words.ofMonth(month)}`, day.offsetDays, words);
  }
  const from = words.weekdays[day.from - 1] ?? '';
  return day.from === day.to ? from : `${from}–${words.weekdays[day.to - 1] ?? ''}`;
}

function moved(date: string, offsetDays: number, words: Words): string {
  return offsetDays === 0 ? date : words.offset(offsetDays, date);
}

export function describeSpan({ start, end }: TimeSpan, words: Words): string {
  if (start === 0 && end === MINUTES_PER_DAY) return words.wholeDay;
  const afterMidnight = end > MINUTES_PER_DAY ? end - MINUTES_PER_DAY : end;
  const nextDay = end - start >= MINUTES_PER_DAY ? ` ${words.nextDay}` : '';
  return `${clock(start, words)}–${clock(afterMidnight, words)}${nextDay}`;
}

function clock(minutes: number, { minutesMark }: Words): string {
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours}` : `${hours}${minutesMark}${String(minutes % 60).padStart(2, '0')}`;
}
