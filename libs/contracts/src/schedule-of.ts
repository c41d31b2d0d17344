import { type Closure, type Container, type StationChanged } from './stations';

/** The part of a station that its opening hours are computed from: what doors, pages and reports alike compile. */
export function scheduleOf(station: StationChanged) {
  const { timeZone, openingHours, staffedHours, exceptions, closures } = station;
  return {
    timeZone,
    versions: openingHours,
    ...(staffedHours !== undefined && { staffedHours }),
    exceptions: exceptions.map(({ date, hours, reason }) => ({ date, hours, reason: reason ?? undefined })),
    closures: [...closures, ...retirements(station)].map((closure) => ({
      ...closure,
      until: closure.until ?? null,
      containers: closure.containers ?? null,
    })),
  };
}

/** Which of the station's hours a container obeys: hazardous waste is never received without staff. */
export function openingKindOf({ access, stream }: Pick<Container, 'access' | 'stream'>): 'staffed' | 'self-service' {
  return access === 'staffed' || stream === 'hazardous' ? 'staffed' : 'self-service';
}

/** @returns whether it was taken out of use for good. */
export function isRetired({ retiredAt }: { retiredAt?: string }, now: Date): boolean {
  return retiredAt !== undefined && new Date(retiredAt) <= now;
}

/** What is retired is closed to everyone, from then on. */
function retirements({ retiredAt, containers }: StationChanged): Closure[] {
  const always = { until: null, appliesTo: 'everyone' as const };
  const station = {
    ...{ id: 'retired', containers: null },
    reason: { nb: 'Stasjonen er lagt ned', en: 'The station is closed for good' },
  };
  const retired = retiredAt === undefined ? [] : [{ ...station, ...always, from: retiredAt }];
  return [
    ...retired,
    ...containers.flatMap((container) => {
      if (container.retiredAt === undefined) return [];
      const reason = { nb: `${container.name} er tatt ut av bruk`, en: `${container.name} is out of use` };
      const id = `retired-${container.id}`;
      return [{ ...always, id, from: container.retiredAt, containers: [container.id], reason }];
    }),
  ];
}
