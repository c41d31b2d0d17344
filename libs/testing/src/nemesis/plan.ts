/** What a station of the run is there for. */
export type StationRole =
  /** Open day and night; visitors come while faults strike. */
  | 'open'
  /** Open day and night too; people press there and stay outside. */
  | 'pressed'
  /** Never open. */
  | 'shut'
  /** Staff close it and open it again. */
  | 'turning'
  /** Its hours end, and begin, while the run goes on. */
  | 'ending'
  /** Tells of days that are past, as a station does that was cut off. */
  | 'returning';

export interface PlannedStation {
  stationId: string;
  role: StationRole;
  /** OpenStreetMap syntax; `HH:MM-HH:MM`, `24/7` or `off`. */
  hours: string;
}

export const CONTAINER = 'ombruk';
export const TIME_ZONE = 'Europe/Oslo';
export const RESOLUTION_GRAMS = 100;

export const doorOf = (stationId: string): string => `${stationId}-dor`;
export const scaleOf = (stationId: string): string => `${stationId}-vekt`;

/** @param endsInMinutes when the stations whose hours end close, local time after `now` */
export function planStations(count: number, now: Date): PlannedStation[] {
  const local = (ms: number): string =>
    new Intl.DateTimeFormat('nb-NO', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit', hour12: false })
      .format(new Date(now.getTime() + ms))
      .replace('.', ':');
  const ends = `00:00-${local(1.5 * 60_000)}`;
  const begins = `${local(2 * 60_000)}-24:00`;
  const roles: [StationRole, string][] = [
    ['shut', 'off'],
    ['turning', '24/7'],
    ['pressed', '24/7'],
    ['pressed', '24/7'],
    ['ending', ends],
    ['ending', begins],
    ...Array.from({ length: Math.max(1, Math.round(count / 4)) }, (): [StationRole, string] => ['returning', '24/7']),
    ...Array.from({ length: count }, (): [StationRole, string] => ['open', '24/7']),
  ];
  return roles.map(([role, hours], index) => ({ stationId: `${role}-${index}`, role, hours }));
}

/** The stations file of a plan. */
export function stationsFileOf(stations: readonly PlannedStation[]): string {
  return `stations:${stations.map(entryOf).join('')}\n`;
}

function entryOf({ stationId, hours }: PlannedStation): string {
  return `
  - id: ${stationId}
    name: Minigjenbruksstasjon ${stationId}
    district: Alna
    address: Trosterudveien, Oslo
    location: { latitude: 59.9375, longitude: 10.8665 }
    timeZone: ${TIME_ZONE}
    help: { phone: "22 00 00 00", text: { nb: "Døren kan alltid åpnes innenfra.", en: "The door always opens from inside." } }
    openingHours: [{ validFrom: 2023-05-02, hours: "${hours}" }]
    containers:
      - id: ${CONTAINER}
        name: Ombrukscontainer
        stream: reuse
        fraction: mixed-reuse
        capacityKg: 1500
        access: self-service
        doors: [{ id: ${doorOf(stationId)}, dialect: selvbetjent, exposed: true }]
        scales: [{ id: ${scaleOf(stationId)}, dialect: selvbetjent, resolutionGrams: ${RESOLUTION_GRAMS}, maxKg: 30000 }]`;
}
