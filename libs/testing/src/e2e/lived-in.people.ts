import { SeededRandom } from '@selvbetjent/simulation';
import { type Temporal } from 'temporal-polyfill';
import { type ApiClient } from './api-client';
import { DAYS, daysAgo, instant, OPEN_WEEKDAYS, SEED, STATION, today } from './lived-in.calendar';

/** Rows that a scale weighed and nobody doubts, newest first. */
export const WEIGHED_ROWS = `/api/drop-offs?station=${STATION}&container=ombruk&kind=drop-off&quality=ok&limit=50`;
const random = new SeededRandom(SEED);

/** What was known before there were scales: every day of the two weeks before, every month before that. */
export async function importBefore(operator: ApiClient): Promise<void> {
  const days = Array.from({ length: DAYS + 1 }, (_none, index) => today().subtract({ days: DAYS + 1 + index }));
  const months = Array.from({ length: 20 }, (_none, index) =>
    today()
      .with({ day: 1 })
      .subtract({ months: index + 2 }),
  );
  const line = (date: Temporal.PlainDate, rest: string): string => `${date.toLocaleString('nb-NO')};${rest}`;
  const rows = [
    ...days
      .filter(({ dayOfWeek }) => OPEN_WEEKDAYS.includes(dayOfWeek))
      .flatMap((date) => [
        line(date, `ombruk;mixed-reuse;${40 + random.integer(60)};veid;husholdning`),
        line(date, `materialgjenvinning;mixed-recycling;${60 + random.integer(50)};veid;husholdning`),
      ]),
    ...months.flatMap((date) => [
      line(date, `ombruk;mixed-reuse;${300 + random.integer(120)};anslått;husholdning`),
      line(date, `materialgjenvinning;mixed-recycling;${450 + random.integer(150)};anslått;husholdning`),
    ]),
  ];
  const text = ['Dato;Strøm;Fraksjon;Kg;Metode;Opphav', ...rows].join('\n');
  const query = new URLSearchParams({ station: STATION, source: 'Ukelister', reason: 'Tall fra før vektene' });
  expectDone(await operator.upload(`/api/history/import?${query.toString()}`, { type: 'text/csv', text }));
}

/** Longer hours on Thursdays, a swap day today, Christmas Eve closed, and a container to be painted. */
export async function planHours(staff: ApiClient): Promise<void> {
  const path = `/api/stations/${STATION}`;
  const { hoursVersion } = await staff.get<{ hoursVersion: number }>(`${path}/schedule`);
  expectDone(
    await staff.send('PUT', `${path}/opening-hours`, {
      ...{ validFrom: today().add({ days: 9 }).toString(), hours: 'Mo,We,Fr 11:00-16:00; Th 11:00-20:00; PH off' },
      ...{ expectedVersion: hoursVersion, confirm: true },
    }),
  );
  const own = [
    { date: today(), hours: '08:00-20:00', reason: { nb: 'Byttedag', en: 'Swap day' } },
    { date: today().add({ days: 11 }), hours: '10:00-14:00', reason: { nb: 'Juleverksted', en: 'Christmas workshop' } },
  ];
  for (const { date, ...hours } of own)
    expectDone(await staff.send('POST', `${path}/exceptions`, { date: date.toString(), ...hours, confirm: true }));
  const next = today().add({ days: 4 });
  expectDone(
    await staff.send('POST', `${path}/closures`, {
      ...{ from: instant(next, '08:00'), until: instant(next, '13:00'), containers: ['gjenvinning'] },
      ...{ appliesTo: 'residents', reason: { nb: 'Containeren byttes', en: 'The container is being exchanged' } },
    }),
  );
}

export async function enterActivities(staff: ApiClient): Promise<void> {
  const none = { items: null, repairedItems: null, helpers: null, visitors: null, note: null, programme: null };
  const reuse = { stream: 'reuse', method: 'weighed', origin: 'household' };
  const activities = [
    {
      ...{
        ...none,
        localDate: daysAgo(9),
        place: 'Låven, Trosterudparken',
        kind: 'market',
        title: 'Byttemarked i Låven',
      },
      ...{ residentEvents: 1, visitors: 64, items: 180, helpers: 5 },
      goods: [
        { ...reuse, fraction: 'textiles', grams: 48_500 },
        { ...reuse, fraction: 'toys', grams: 21_300 },
      ],
    },
    {
      ...{
        ...none,
        localDate: daysAgo(3),
        place: 'Trosterud minigjenbruksstasjon',
        kind: 'repair',
        title: 'Lamper og sykler',
      },
      ...{ residentEvents: 1, visitors: 17, repairedItems: 11, helpers: 3, note: 'Tre sykler venter på deler.' },
      goods: [{ ...reuse, fraction: 'electronics', grams: 14_200, method: 'estimated' }],
    },
  ];
  for (const activity of activities)
    expectDone(await staff.send('POST', `/api/activities?station=${STATION}`, activity));
}

export async function enterByHand(staff: ApiClient, operator: ApiClient): Promise<void> {
  const place = { stationId: STATION, containerId: 'ombruk' };
  const at = instant(today().subtract({ days: DAYS + 3 }), '12:30');
  const entry = { ...place, at, grams: 31_500, reason: 'Vekten var på reparasjon' };
  expectDone(await staff.send('POST', '/api/drop-offs', entry));
  const { items } = await operator.get<{ items: { id: string }[] }>(WEIGHED_ROWS);
  for (const [row, correction] of [
    [items[3], { fraction: 'toys', reason: 'Bare leker' }],
    [items[6], { grams: 6_000, reason: 'Noen sto på vekten' }],
  ] as const) {
    if (row) expectDone(await staff.send('POST', `/api/drop-offs/${row.id}/corrections`, correction));
  }
}

function expectDone({ status, body }: { status: number; body: unknown }): void {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
}
