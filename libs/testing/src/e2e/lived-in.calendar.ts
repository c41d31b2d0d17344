import { Temporal } from 'temporal-polyfill';

/** Where the lived-in pages play, and on which days. */
export const STATION = 'trosterud';
export const ALWAYS_OPEN = 'demo-dogn';
export const ZONE = 'Europe/Oslo';
export const SEED = 20261121;
/** How far back there are visits; before that, what was imported. */
export const DAYS = 13;
export const MINUTE_MS = 60_000;
/** Of the week; 2 is Tuesday, when Trosterud is closed. */
export const OPEN_WEEKDAYS: readonly number[] = [1, 3, 4, 5];
export const CONTAINERS = [
  { containerId: 'ombruk', startGrams: 1_150_000, emptyGrams: 90_000, maxKg: 3000 },
  { containerId: 'gjenvinning', startGrams: 2_440_000, emptyGrams: 120_000, maxKg: 6000 },
] as const;

export const today = (): Temporal.PlainDate => Temporal.Now.plainDateISO(ZONE);

export const daysAgo = (days: number): string => today().subtract({ days }).toString();

export const instant = (date: Temporal.PlainDate, plainTime: string): string =>
  new Date(date.toZonedDateTime({ timeZone: ZONE, plainTime }).epochMilliseconds).toISOString();
