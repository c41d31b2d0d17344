export const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const STATES = { open: 'open', off: 'closed', closed: 'closed', unknown: 'unknown' } as const;

export type Word =
  | { kind: 'weekday'; value: number; canonical: string }
  | { kind: 'month'; value: number; canonical: string }
  | { kind: 'state'; value: 'open' | 'closed' | 'unknown'; canonical: string }
  | { kind: 'holiday'; canonical: string }
  | { kind: 'easter'; canonical: string }
  | { kind: 'week'; canonical: string }
  | { kind: 'dayUnit'; canonical: string };

const WORDS = new Map<string, Word>([
  ...WEEKDAYS.map((name, index): [string, Word] => [
    name.toLowerCase(),
    { kind: 'weekday', value: index + 1, canonical: name },
  ]),
  ...MONTHS.map((name, index): [string, Word] => [
    name.toLowerCase(),
    { kind: 'month', value: index + 1, canonical: name },
  ]),
  ...Object.entries(STATES).map(([name, value]): [string, Word] => [name, { kind: 'state', value, canonical: name }]),
  ['ph', { kind: 'holiday', canonical: 'PH' }],
  ['easter', { kind: 'easter', canonical: 'easter' }],
  ['week', { kind: 'week', canonical: 'week' }],
  ['day', { kind: 'dayUnit', canonical: 'day' }],
  ['days', { kind: 'dayUnit', canonical: 'days' }],
]);

/** The word's meaning in opening hours, in any case; null when it has none. */
export function wordOf(text: string): Word | null {
  return WORDS.get(text.toLowerCase()) ?? null;
}
