import { describe, expect, it } from '@jest/globals';
import { scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import { compileSchedule, plusDays, startOfLocalDate, stateAt } from '@selvbetjent/opening-hours';
import Ajv, { type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { STATION } from '../owners.test-kit';
import { calendarOf } from './calendar';
import { geoJsonOf } from './geo-json';
import { RECYCLING_CENTER } from './recycling-center.schema.test-kit';
import { RFC_7946 } from './rfc-7946.schema.test-kit';
import { structuredDataOf } from './structured-data';

const NOW = new Date('2026-11-20T11:00:00Z');
const PUBLIC = 'https://selvbetjent.example';
const PAGE = `${PUBLIC}/stasjon/trosterud`;
const ICE = { nb: 'Is', en: 'Ice' };

describe('GeoJSON', () => {
  it('is what RFC 7946 asks for, longitude first', () => {
    const map = geoJsonOf([STATION, aStation({ retiredAt: '2030-01-01T00:00:00Z' })], NOW, PUBLIC);
    expectValid(RFC_7946, JSON.parse(JSON.stringify(map)));
    expect(map.features[0]).toMatchObject({
      id: 'trosterud',
      geometry: { coordinates: [10.8, 59.9] },
      properties: { name: 'Trosterud', open: true, url: PAGE },
    });
  });

  it('would be refused with the axes turned around', () => {
    const [feature] = geoJsonOf([STATION], NOW, PUBLIC).features;
    const turned = {
      type: 'FeatureCollection',
      features: [{ ...feature, geometry: { type: 'Point', coordinates: [10, 95] } }],
    };
    expect(new Ajv({ allowUnionTypes: true, strictTuples: false }).compile(RFC_7946)(turned)).toBe(false);
  });
});

describe('data for search engines', () => {
  it('tells the regular week and what is otherwise in the coming 60 days', () => {
    const station = aStation({
      exceptions: [{ date: '2026-11-24', hours: '12:00-14:00,18:00-20:00' }],
      closures: [closure('2026-11-27T00:00:00+01:00', '2026-11-28T00:00:00+01:00')],
    });
    const data = structuredDataOf(station, NOW, PUBLIC);
    expectValid(RECYCLING_CENTER, JSON.parse(JSON.stringify(data)));
    const day = { '@type': 'OpeningHoursSpecification' };
    expect(data.openingHoursSpecification).toEqual([
      { ...day, dayOfWeek: ['Monday', 'Wednesday', 'Friday'], opens: '11:00', closes: '16:00' },
    ]);
    expect(data.specialOpeningHoursSpecification).toEqual([
      { ...day, ...on('2026-11-24'), opens: '12:00', closes: '14:00' },
      { ...day, ...on('2026-11-24'), opens: '18:00', closes: '20:00' },
      { ...day, ...on('2026-11-27') },
      { ...day, ...on('2026-12-25') },
      { ...day, ...on('2027-01-01') },
    ]);
  });

  it.each([
    ['around the clock', '24/7', { opens: '00:00', closes: '23:59' }],
    ['over midnight', 'Mo-Su 22:00-02:00', { opens: '22:00', closes: '02:00' }],
    ['until midnight', 'Mo-Su 18:00-24:00', { opens: '18:00', closes: '00:00' }],
    ['in this season', 'Oct-Mar Mo-Su 10:00-15:00; Apr-Sep Mo-Su 10:00-20:00', { opens: '10:00', closes: '15:00' }],
  ])('says %s as schema.org does, with nothing special', (_name, hours, span) => {
    const data = structuredDataOf(aStation({ openingHours: [{ validFrom: '2026-01-01', hours }] }), NOW, PUBLIC);
    expectValid(RECYCLING_CENTER, JSON.parse(JSON.stringify(data)));
    expect(data.openingHoursSpecification).toMatchObject([span]);
    expect(data.specialOpeningHoursSpecification).toEqual([]);
  });

  it('tells by date what no week can say', () => {
    const openingHours = [{ validFrom: '2026-01-01', hours: 'Sa[1] 10:00-12:00' }];
    const data = structuredDataOf(aStation({ openingHours }), NOW, PUBLIC);
    expect(data.openingHoursSpecification).toEqual([]);
    expect(data.specialOpeningHoursSpecification).toMatchObject([on('2026-12-05'), on('2027-01-02')]);
  });
});

describe('the calendar', () => {
  it('has one event for each open time, in local time with its zone', () => {
    const calendar = parsed(aStation({}));
    expect(calendar.getFirstSubcomponent('vtimezone')?.getFirstPropertyValue('tzid')).toBe('Europe/Oslo');
    const [first] = eventsOf(calendar).filter(({ start }) => start >= NOW.toISOString().slice(0, 10));
    expect(first).toEqual({
      ...{ uid: 'trosterud-2026-11-20-0@selvbetjent.example', summary: 'Åpent: Trosterud', sequence: 3 },
      ...{ start: '2026-11-20T10:00:00.000Z', end: '2026-11-20T15:00:00.000Z' },
    });
    expect(icsOf(aStation({}))).toContain('DTSTART;TZID=Europe/Oslo:20261120T110000');
  });

  it('shows closures, takes them out of the open times, and leaves out those that never began', () => {
    const closures = [
      closure('2026-11-23T11:00:00Z', '2026-11-23T13:00:00Z'),
      closure('2026-11-25T11:00:00Z', '2026-11-25T11:00:00Z'),
    ];
    const events = eventsOf(parsed(aStation({ closures })));
    expect(events.filter(({ summary }) => summary.startsWith('Stengt'))).toMatchObject([
      { summary: 'Stengt: Is', start: '2026-11-23T11:00:00.000Z', end: '2026-11-23T13:00:00.000Z' },
    ]);
    const monday = events.filter(({ uid }) => uid.includes('2026-11-23-'));
    expect(monday.map(({ uid, start }) => [uid.split('@')[0], start.slice(11, 16)])).toEqual([
      ['trosterud-2026-11-23-0', '10:00'],
      ['trosterud-2026-11-23-1', '13:00'],
    ]);
  });

  it('names the same time the same, whenever it is asked for', () => {
    const openingHours = [{ validFrom: '2026-01-01', hours: 'Mo-Fr 10:00-14:00,22:00-02:00; Sa,Su 00:00-24:00' }];
    const station = aStation({ openingHours });
    const known = new Map<string, string>();
    for (let day = 0; day < 21; day += 1) {
      const now = new Date(NOW.getTime() + day * 24 * 3_600_000);
      for (const { uid, start, end } of eventsOf(parsed(station, now))) {
        expect(known.get(uid) ?? `${start} ${end}`).toBe(`${start} ${end}`);
        known.set(uid, `${start} ${end}`);
      }
    }
    expect(known.size).toBeGreaterThan(100);
  });

  it('is the same text all day long, so that its tag spares the way', () => {
    expect(icsOf(STATION, new Date('2026-11-20T22:59:59Z'))).toBe(icsOf(STATION, NOW));
  });

  it('is open exactly when the door is, over the days on which the clocks change, too', () => {
    const hours = fc.constantFrom('24/7', 'Mo-Su 22:00-06:00', 'Mo-Sa 01:30-04:30; PH off', 'Su[-1] 00:00-03:30');
    const day = fc.constantFrom('2026-03-25', '2026-10-20', '2026-12-20');
    fc.assert(
      fc.property(hours, day, fc.integer({ min: 0, max: 7 * 24 * 60 - 1 }), (text, date, minute) => {
        const station = aStation({ openingHours: [{ validFrom: '2026-01-01', hours: text }] });
        const start = startOfLocalDate(date, 'Europe/Oslo');
        const at = new Date(start.getTime() + minute * 60_000);
        const isOpen = stateAt(compileSchedule(scheduleOf(station)), at).state === 'open';
        const instant = at.toISOString();
        const events = eventsOf(parsed(station, startOfLocalDate(plusDays(date, 1), 'Europe/Oslo')));
        expect(events.some((event) => event.start <= instant && instant < event.end)).toBe(isOpen);
      }),
      { numRuns: 60 },
    );
  });
});

function aStation(changes: Partial<StationChanged>): StationChanged {
  return { ...STATION, ...changes };
}

function closure(from: string, until: string | null) {
  return { id: from, from, until, containers: null, appliesTo: 'residents' as const, reason: ICE };
}

function on(date: string) {
  return { validFrom: date, validThrough: date };
}

function expectValid(schema: AnySchema, value: unknown): void {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictTuples: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  void validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

function icsOf(station: StationChanged, now = NOW): string {
  return calendarOf(station, now, PAGE);
}

function parsed(station: StationChanged, now = NOW): ICAL.Component {
  return new ICAL.Component(ICAL.parse(icsOf(station, now)) as unknown[]);
}

interface SeenEvent {
  uid: string;
  summary: string;
  sequence: number;
  start: string;
  end: string;
}

/** Read by the calendar's own VTIMEZONE, in the order of their beginning. */
function eventsOf(calendar: ICAL.Component): SeenEvent[] {
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') ?? undefined);
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const { uid, summary, sequence, startDate, endDate } = new ICAL.Event(component);
    const [start, end] = [startDate, endDate].map((time) => {
      time.zone = zone;
      return time.toJSDate().toISOString();
    });
    return { uid, summary, sequence, start: start ?? '', end: end ?? '' };
  });
  return events.toSorted((a, b) => a.start.localeCompare(b.start));
}
