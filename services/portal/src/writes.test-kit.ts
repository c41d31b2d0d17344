import { ACTIVITY, CLOSURE_ID } from './owners.test-kit';

export type Write = [method: string, path: string, body: object | string | undefined, status: number];

export const HOURS = '/api/stations/trosterud/opening-hours';
export const CHANGE = { validFrom: '2026-12-01', hours: 'Mo 11:00-16:00', expectedVersion: 2 };
export const CLOSURE = { appliesTo: 'residents', reason: { nb: 'Is', en: 'Ice' } };

const AT = '2026-11-20T10:00:00Z';
const PLACE = { stationId: 'trosterud', containerId: 'ombruk' };

/** Every route that changes something, with a body that is good. */
export const WRITES: Write[] = [
  ['POST', `${HOURS}/preview`, { validFrom: '2026-12-01', hours: 'Mo 11:00-16:00' }, 200],
  ['PUT', HOURS, CHANGE, 200],
  ['DELETE', `${HOURS}/2026-12-01?expectedVersion=2`, undefined, 200],
  ['POST', `${HOURS}/undo`, { expectedVersion: 2 }, 200],
  ['POST', '/api/stations/trosterud/exceptions', { date: '2026-12-23', hours: 'off' }, 200],
  ['DELETE', '/api/stations/trosterud/exceptions/2026-12-23', undefined, 200],
  ['POST', '/api/stations/trosterud/doors/trosterud-ombruk/handle-checks', { opens: true, expose: true }, 201],
  ['POST', '/api/stations/trosterud/closures', CLOSURE, 201],
  ['DELETE', `/api/stations/trosterud/closures/${CLOSURE_ID}`, undefined, 204],
  ['POST', '/api/drop-offs', { ...PLACE, at: AT, grams: 1_000, reason: 'Veid for hånd' }, 201],
  ['POST', '/api/collections', { ...PLACE, at: AT, reason: 'Hentet' }, 201],
  ['POST', '/api/transfers', { from: PLACE, to: { ...PLACE, containerId: 'metall' }, at: AT, reason: 'Flyttet' }, 201],
  ['POST', '/api/activities?station=trosterud', ACTIVITY.activity, 201],
  [
    'POST',
    `/api/activities/${CLOSURE_ID}/corrections?station=trosterud`,
    { activity: ACTIVITY.activity, reason: 'Veid', expectedRevision: 1 },
    200,
  ],
  ['POST', `/api/activities/${CLOSURE_ID}/cancellation?station=trosterud`, { reason: 'Ført to ganger' }, 200],
];
/** The same where only the owner knows which station it is about. */
export const OWNER_CHECKED_WRITES: Write[] = [
  ['POST', `/api/drop-offs/${CLOSURE_ID}/corrections`, { grams: 1, reason: 'Feil' }, 201],
  ['POST', '/api/devices/vekt/keys', undefined, 201],
  ['DELETE', `/api/devices/vekt/keys/${CLOSURE_ID}`, undefined, 204],
  [
    'POST',
    '/api/devices/vekt/calibrations',
    { at: AT, steps: [{ place: 'empty', placedGrams: 0, shownGrams: [1] }] },
    201,
  ],
];
/** The same for operators alone; a station file goes as YAML. */
export const OPERATOR_WRITES: Write[] = [
  ['POST', '/api/stations', { id: 'tveita' }, 201],
  ['PUT', '/api/stations/trosterud', { expectedRevision: 3, station: { name: 'Trosterud' } }, 200],
  ['POST', '/api/stations/import?dryRun=true', 'stations: []\n', 200],
];
/** Those of a station's operators; the last one's body is a file. */
export const STATION_OPERATOR_WRITES: Write[] = [
  ['POST', '/api/reports/years/2026/sent?station=trosterud', { note: 'Sendt til KOSTRA' }, 201],
  ['POST', '/api/history/import?station=trosterud&source=s&reason=r', 'Dato;Strøm;Fraksjon;Kg\r\n', 200],
];
