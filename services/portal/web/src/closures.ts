import type { ContainerStatus, StationClosure } from './api-types';
import { dateAndClock, DEFAULT_ZONE, localTime, whenFromNow } from './format/time';

/** @returns the closures that are in force or still to come, in order of time. */
export function notEnded<T extends Pick<StationClosure, 'from' | 'until'>>(closures: T[], now: number): T[] {
  return closures
    .filter(({ until }) => until === null || Date.parse(until) > now)
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

/** @returns the closures that shut the whole station at some time of a local date of the zone, whatever the hours say. */
export function closuresOn<T extends Pick<StationClosure, 'from' | 'until' | 'containers'>>(
  closures: T[],
  date: string,
  zone = DEFAULT_ZONE,
): T[] {
  const dateOf = (instant: string): string => localTime(instant, zone).date;
  return closures.filter(
    ({ from, until, containers }) => !containers && dateOf(from) <= date && (until === null || dateOf(until) >= date),
  );
}

/** `siden 23. nov. kl. 11.04, inntil videre`, `fra i morgen kl. 08.00, til fredag kl. 16.00` */
export function closurePeriod({ from, until }: Pick<StationClosure, 'from' | 'until'>, now: number): string {
  const past = Date.parse(from) <= now;
  return `${past ? `siden ${dateAndClock(from, now)}` : `fra ${whenFromNow(from, now)}`}, ${closureEnd(until, now)}`;
}

/** `Hele stasjonen`, or the names of the containers. */
export function closureScope({ containers }: Pick<StationClosure, 'containers'>, known: ContainerStatus[]): string {
  if (!containers) return 'Hele stasjonen';
  return containers.map((id) => known.find((container) => container.id === id)?.name ?? id).join(' og ');
}

type ToldClosure = Pick<StationClosure, 'from' | 'until' | 'containers' | 'reason'>;

/** `Stengt: Is og glatt føre. Ombrukscontainer, til i morgen kl. 10.00.` */
export function closedTold(closure: ToldClosure, known: ContainerStatus[], now: number): string {
  const end = closure.until === null ? 'Dørene åpner ikke for publikum før du åpner igjen.' : '';
  return `Stengt: ${closure.reason.nb}. ${closureScope(closure, known)}, ${closureEnd(closure.until, now)}. ${end}`.trim();
}

/** `Lagt inn: Is og glatt føre. Hele stasjonen, fra i morgen kl. 08.00, inntil videre.`; one that began earlier holds from now on. */
export function plannedTold(closure: ToldClosure, known: ContainerStatus[], now: number): string {
  return `Lagt inn: ${closure.reason.nb}. ${closureScope(closure, known)}, ${closurePeriod(closure, now)}.`;
}

/** What became of a closure that was ended, among those that are left. */
export function endedTold({ reason }: ToldClosure, left: Pick<StationClosure, 'from'>[], now: number): string {
  const others = left.some(({ from }) => Date.parse(from) <= now);
  return `Stengingen «${reason.nb}» er opphevet. ${others ? 'Det er fortsatt stengt av en annen grunn.' : 'Åpningstidene gjelder igjen.'}`;
}

function closureEnd(until: string | null, now: number): string {
  return until === null ? 'inntil videre' : `til ${whenFromNow(until, now)}`;
}
