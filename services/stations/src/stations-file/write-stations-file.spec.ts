import { describe, expect, it } from '@jest/globals';
import { type StationChanged } from '@selvbetjent/contracts';
import fc from 'fast-check';
import { trosterud } from '../domain/trosterud.test-kit';
import { entryOf } from '../domain/station-entry';
import { parseStationsFile } from './parse-stations-file';
import { writeStationsFile } from './write-stations-file';

/** Text that YAML might take for something else. */
const TRICKY = [
  'no',
  'on',
  '1e3',
  '~',
  'null',
  '2026-11-20',
  '0x1F',
  '- a',
  'a: b',
  '#',
  '"',
  "'",
  'å\nø',
  '  x ',
  '&a',
  '*a',
  '|',
  '%',
];
const text = fc.oneof(fc.constantFrom(...TRICKY), fc.string({ minLength: 1, unit: 'grapheme' })).filter(isKept);
const date = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString());
const degrees = (most: number) =>
  fc.integer({ min: -most * 1_000_000, max: most * 1_000_000 }).map((millionths) => millionths / 1_000_000);
const location = fc.record({ latitude: degrees(90), longitude: degrees(180) });
const hours = fc.constantFrom('off', '24/7', 'Mo-Fr 10:00-18:00; PH off', 'Oct-Mar Mo 10:00-15:00 "is: glatt"');
const words = fc.record({ nb: text, en: text });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const locations = optional(
  fc.uniqueArray(fc.record({ validFrom: date, place: location }), {
    selector: ({ validFrom }) => validFrom,
    maxLength: 3,
  }),
).map((dated) => dated?.map(({ validFrom, place }) => ({ validFrom, ...place })));

const station: fc.Arbitrary<StationChanged> = fc
  .record({
    ...{
      name: text,
      district: text,
      address: text,
      location,
      locations,
      retiredAt: optional(instant),
      simulated: fc.boolean(),
    },
    help: fc.record({ phone: text, text: words }),
    openingHours: fc.uniqueArray(fc.record({ validFrom: date, hours }), {
      selector: ({ validFrom }) => validFrom,
      minLength: 1,
      maxLength: 4,
    }),
    exceptions: fc.uniqueArray(fc.record({ date, hours, reason: fc.option(words) }), {
      selector: (one) => one.date,
      maxLength: 4,
    }),
    staffedHours: optional(hours),
    container: fc.record({
      name: text,
      fraction: text,
      hours: optional(hours),
      location: optional(location),
      locations,
      retiredAt: optional(instant),
    }),
    door: fc.record({
      exposed: fc.boolean(),
      insideHandle: optional(fc.record({ at: instant, by: text })),
      retiredAt: optional(instant),
    }),
  })
  .map(({ container, door, ...fields }) => {
    const usual = trosterud();
    const [ombruk] = usual.containers;
    if (!ombruk) throw new Error('Trosterud has no container');
    const doors = ombruk.doors.map((one) => ({ ...one, ...door }));
    return { ...usual, ...fields, containers: [{ ...ombruk, ...container, doors }] };
  });

describe('a stations file that we write', () => {
  it('is read back as it was, whatever the texts', () => {
    fc.assert(
      fc.property(fc.array(station, { minLength: 1, maxLength: 1 }), (stations) => {
        const read = parseStationsFile(writeStationsFile(stations), 'stations.yaml');
        expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(stations.map(entryOf))));
      }),
      { numRuns: 300 },
    );
  });
});

/** What a database and our own contract keep: no NUL, no halves of characters. */
function isKept(value: string): boolean {
  return /^[^\0\p{Cs}]+$/u.test(value);
}
