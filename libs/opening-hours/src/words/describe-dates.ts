import { DateAnchor, DatePoint, DateRange } from '../syntax/model';
import { range, sentence } from './join';
import { Words } from './words';

export function describeDates(dates: DateRange, words: Words): string {
  if (dates.kind === 'months') {
    const fromYear = dates.from.year === dates.to.year ? null : dates.from.year;
    const from = monthAndYear(dates.from.month, fromYear, words);
    const to = monthAndYear(dates.to.month, dates.to.year, words);
    const sameMonth = dates.from.month === dates.to.month && dates.from.year === dates.to.year;
    return sameMonth ? to : `${from}–${to}`;
  }
  const { from, to, step } = dates;
  if (to === null) return describePoint(from, words);
  const last = to.anchor.kind === 'easter' ? { ...to, offsetDays: to.offsetDays - 1 } : to;
  return range(describeRangeStart(from, to, words), describePoint(last, words), step, words);
}

function monthAndYear(month: number, year: number | null, { months }: Words): string {
  return sentence([months[month - 1] ?? '', year === null ? '' : `${year}`]);
}

function describePoint({ year, anchor, offsetDays }: DatePoint, words: Words): string {
  const month = anchor.kind === 'easter' ? '' : (words.months[anchor.month - 1] ?? '');
  const date = describeAnchor(anchor, month, words);
  return sentence([offsetDays === 0 ? date : words.offset(offsetDays, date), year === null ? '' : `${year}`]);
}

function describeAnchor(anchor: DateAnchor, month: string, words: Words): string {
  switch (anchor.kind) {
    case 'easter':
      return words.easter;
    case 'day':
      return `${words.dayOfMonth(anchor.day)} ${month}`;
    case 'nth':
      return `${words.nth(anchor.nth, words.weekdays[anchor.weekday - 1] ?? '')} ${words.ofMonth(month)}`;
  }
}

/** The month isn't repeated: "24.–26. desember". */
function describeRangeStart(from: DatePoint, to: DatePoint, words: Words): string {
  const plain = from.offsetDays === 0 && to.offsetDays === 0 && from.year === to.year;
  if (plain && from.anchor.kind === 'day' && to.anchor.kind === 'day' && from.anchor.month === to.anchor.month) {
    return words.dayOfMonth(from.anchor.day);
  }
  return describePoint(from.year === to.year ? { ...from, year: null } : from, words);
}
