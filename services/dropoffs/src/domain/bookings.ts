import { createHash } from 'node:crypto';
import type { Booking } from './book-weighing';
import type { GapEvent } from './weigh-gap';
import type { GroupWeighing } from './weigh-visits';

/** What a weighing's rows should say, and under which id. */
export interface WantedBooking {
  weighingId: string;
  wanted: Booking | null;
}

/** A weighing is named by its first visit. */
export function weighingIdOf(group: GroupWeighing): string {
  return group.visitIds[0] as string;
}

/** @returns null for no kilos, or while nothing is said. */
export function visitBooking(group: GroupWeighing, localDateOf: (at: Date) => string): Booking | null {
  const { weighing, visitIds, closedAtMs } = group;
  if (weighing.state === 'waiting' || closedAtMs === null || weighing.result.kind === 'none') return null;
  const { kind, grams, quality, reason, method } = weighing.result;
  const at = new Date(closedAtMs);
  return { kind, grams, quality, reason, method, visitIds, at, localDate: localDateOf(at) };
}

/** What happened after a group of visits and before the next one. Its ids stay the same however often it is weighed. */
export function eventBookings(group: GroupWeighing, localDateOf: (at: Date) => string): WantedBooking[] {
  return group.since.map((event, index) => ({
    weighingId: nameBasedId(`${weighingIdOf(group)}/${event.kind === 'drift' ? 'drift' : `event-${index}`}`),
    wanted: eventBooking(event, localDateOf),
  }));
}

function eventBooking({ kind, grams, quality, reason, atMs }: GapEvent, localDateOf: (at: Date) => string): Booking {
  const at = new Date(Math.round(atMs));
  return { kind, grams, quality, reason, method: 'weighed', visitIds: [], at, localDate: localDateOf(at) };
}

/** A UUID of version 5 by form; the same name gives the same id on every machine. */
function nameBasedId(name: string): string {
  const hex = createHash('sha1').update(`selvbetjent/weighing/${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
