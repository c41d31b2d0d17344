import { addDays, localTime } from './format/time';
import { instantOf } from './local-instant';

/** How long somebody who closes now wants it closed. */
export type ClosureLength = 'open-ended' | 'today' | 'until';

export const CLOSURE_LENGTHS: Record<ClosureLength, string> = {
  'open-ended': 'Inntil videre',
  today: 'Ut dagen',
  until: 'Til et klokkeslett',
};

/** A date and a time of day on the station's wall; the date is empty while none is chosen. */
export interface WallTime {
  date: string;
  time: string;
}

/** What the fields begin with: tomorrow at ten. */
export function tomorrowMorning(now: number): WallTime {
  return { date: addDays(localTime(now).date, 1), time: '10:00' };
}

/** @returns the instant of the end as ISO text, null for none, undefined while what was chosen isn't in the future. */
export function closureUntil(length: ClosureLength, wall: WallTime, now: number): string | null | undefined {
  if (length === 'open-ended') return null;
  if (length === 'today') return instantOf(addDays(localTime(now).date, 1), '00:00');
  if (wall.date === '' || wall.time === '') return undefined;
  const until = instantOf(wall.date, wall.time);
  return Date.parse(until) > now ? until : undefined;
}
