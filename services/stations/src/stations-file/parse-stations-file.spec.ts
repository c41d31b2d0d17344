import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStationsFile, StationsFileError } from './parse-stations-file';

const BUNDLED = readFileSync(join(__dirname, '../../../../deploy/stations/stations.yaml'), 'utf8');

const MINIMAL = `stations:
  - id: tveita
    name: Tveita
    district: Alna
    address: Tvetenveien 150
    location: { latitude: 59.91, longitude: 10.84 }
    timeZone: Europe/Oslo
    help: { phone: "22 00 00 00", text: { nb: Ring oss, en: Call us } }
    openingHours:
      - { validFrom: 2026-01-01, hours: "Mo-Fr 10:00-18:00" }
    containers:
      - id: ombruk
        name: Ombruk
        stream: reuse
        fraction: mixed-reuse
        capacityKg: 1500
        access: self-service
        doors: [{ id: tveita-ombruk, dialect: selvbetjent }]
        scales: [{ id: tveita-vekt, dialect: tasmota-hx711, topic: tele/vekt1/SENSOR }]
`;

function faultsOf(text: string): readonly string[] {
  try {
    parseStationsFile(text, 'stations.yaml');
    return [];
  } catch (error) {
    if (error instanceof StationsFileError) return error.faults;
    throw error;
  }
}

describe('parseStationsFile', () => {
  it('reads the bundled file: Trosterud with both versions of its hours, and the demo that never closes', () => {
    const [trosterud, demo] = parseStationsFile(BUNDLED, 'stations.yaml');
    expect(trosterud).toMatchObject({ id: 'trosterud', timeZone: 'Europe/Oslo', simulated: true });
    expect(trosterud?.openingHours).toEqual([
      { validFrom: '2023-01-16', hours: 'Mo,We 09:00-15:00; Th 11:00-18:00; Fr 11:00-16:00; PH off' },
      { validFrom: '2023-05-02', hours: 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off' },
    ]);
    expect(trosterud?.containers.map(({ id, stream }) => [id, stream])).toEqual([
      ['ombruk', 'reuse'],
      ['gjenvinning', 'recycling'],
    ]);
    expect(demo).toMatchObject({ id: 'demo-dogn', openingHours: [{ hours: '24/7' }] });
  });

  it('fills in what may be left out', () => {
    const [station] = parseStationsFile(MINIMAL, 'stations.yaml');
    expect(station).toMatchObject({ simulated: false, exceptions: [] });
    expect(station?.containers[0]?.doors[0]).toMatchObject({ exposed: false });
    expect(station?.containers[0]?.scales[0]).toMatchObject({ resolutionGrams: 100, maxKg: 3000 });
  });

  it('takes scales and doors of other makes with what their devices do not say', () => {
    const [station] = parseStationsFile(
      change(
        'doors: [{ id: tveita-ombruk, dialect: selvbetjent }]',
        [
          'doors:',
          '          - { id: tveita-ombruk, dialect: tasmota, topic: dor1, relay: 2, contactTopic: zigbee2mqtt/dorkontakt }',
        ].join('\n'),
      ).replace(
        'tasmota-hx711, topic: tele/vekt1/SENSOR',
        'theengs, topic: home/+/BTtoMQTT/C8478CD10EBE, unit: lb, factor: 2, offsetGrams: -500',
      ),
      'stations.yaml',
    );
    expect(station?.containers[0]?.doors[0]).toMatchObject({ dialect: 'tasmota', relay: 2 });
    expect(station?.containers[0]?.scales[0]).toMatchObject({ unit: 'lb', factor: 2, offsetGrams: -500 });
  });

  it('allows containers without doors and scales', () => {
    const bare = MINIMAL.replace(/doors: .*/, 'doors: []').replace(/scales: .*/, 'scales: []');
    expect(faultsOf(bare)).toEqual([]);
  });

  const faults: [name: string, text: string, expected: string | RegExp][] = [
    [
      'an unknown key',
      change('capacityKg: 1500', 'capacity: 1500'),
      'stations.yaml:16: stations[0].containers[0].capacity: unknown key',
    ],
    ['an unknown key of the file', `${MINIMAL}version: 2\n`, 'stations.yaml:20: version: unknown key'],
    ['a missing key', change('    name: Tveita\n', ''), 'stations.yaml:2: stations[0].name: is missing'],
    [
      'a number where text belongs',
      change('"22 00 00 00"', '22000000'),
      /^stations.yaml:8: stations\[0\]\.help\.phone: phone must be a string$/,
    ],
    [
      'text where a number belongs',
      change('1500', 'plenty'),
      /^stations.yaml:16: .*capacityKg must be an integer number|capacityKg must be a positive/,
    ],
    ['a negative capacity', change('1500', '-1'), /^stations.yaml:16: .*capacityKg must be a positive number/],
    [
      'a stream that nobody knows',
      change('stream: reuse', 'stream: gold'),
      /^stations.yaml:14: .*stream must be one of.*reuse, recycling/,
    ],
    [
      'an id that MQTT could not carry',
      change('id: tveita\n', 'id: Tveita/1\n'),
      /^stations.yaml:2: stations\[0\]\.id: .*a–z/,
    ],
    [
      'a zone that is none',
      change('Europe/Oslo', 'Oslo'),
      'stations.yaml:7: stations[0].timeZone: "Oslo" is not a time zone like Europe/Oslo',
    ],
    [
      'hours that cannot be read',
      change('Mo-Fr 10:00', 'Mo-Fr 10:'),
      /^stations.yaml:10: stations\[0\]\.openingHours\[0\]\.hours: "Mo-Fr 10:-18:00" can't be read at character \d+: /,
    ],
    [
      'no hours at all',
      change(/openingHours:\n.*\n/, 'openingHours: []\n'),
      /^stations.yaml:9: .*openingHours needs at least one version/,
    ],
    ['a date that does not exist', change('2026-01-01', '2026-02-30'), /^stations.yaml:10: .*validFrom must be a date/],
    [
      'a foreign scale without topic',
      change(', topic: tele/vekt1/SENSOR', ''),
      /^stations.yaml:19: .*topic: a scale of dialect tasmota-hx711 needs its MQTT topic/,
    ],
    [
      'a scale without the unit that its device does not say',
      change('tasmota-hx711, topic: tele/vekt1/SENSOR', 'esphome, topic: vekt/sensor/hx711/state'),
      /^stations.yaml:19: .*scales\[0\]\.unit: a scale of dialect esphome needs it/,
    ],
    [
      'a unit that is none',
      change('topic: tele/vekt1/SENSOR', 'topic: tele/vekt1/SENSOR, unit: stone'),
      /^stations.yaml:19: .*unit must be one of.*kg/,
    ],
    [
      'a topic that MQTT does not know',
      change('tele/vekt1/SENSOR', 'tele/vekt1+/SENSOR'),
      /^stations.yaml:19: .*topic must be an MQTT topic/,
    ],
    [
      'settings of a scale that says them itself',
      change('tasmota-hx711, topic: tele/vekt1/SENSOR', 'selvbetjent, unit: kg'),
      /^stations.yaml:19: .*unit: the native dialect says that itself/,
    ],
    [
      'a door of another make without topic',
      change('dialect: selvbetjent }', 'dialect: tasmota }'),
      /^stations.yaml:18: .*doors\[0\]\.topic: a door of another make needs its MQTT topic/,
    ],
    [
      'a door that would hear everybody',
      change('dialect: selvbetjent }', "dialect: shelly, topic: '+' }"),
      /^stations.yaml:18: .*topic: a door has one topic, without wildcards/,
    ],
    [
      'all relays of a Tasmota at once, which it calls 0',
      change('dialect: selvbetjent }', 'dialect: tasmota, topic: inngang, relay: 0 }'),
      /^stations.yaml:18: .*relay: Tasmota counts its relays from 1; 0 is all of them/,
    ],
    [
      'a lock of ESPHome whose name can not be told',
      change('dialect: selvbetjent }', 'dialect: esphome, topic: inngang }'),
      /^stations.yaml:18: .*a lock of ESPHome has a topic like/,
    ],
    [
      'a device id used twice',
      change('id: tveita-vekt', 'id: tveita-ombruk'),
      'stations.yaml:19: stations[0].containers[0].scales[0].id: "tveita-ombruk" is used twice',
    ],
    [
      'two doors on one relay',
      change(
        'dialect: selvbetjent }',
        'dialect: tasmota, topic: inn }, { id: tveita-bak, dialect: tasmota, topic: inn, relay: 1 }',
      ),
      /doors\[1\]\.topic: "the door at inn, relay 1" is used twice/,
    ],
    ['a container by the name that stands for none', change('- id: ombruk', '- id: none'), /must not be "none"/],
    [
      'a device named as its station',
      change('id: tveita-vekt', 'id: tveita'),
      /^stations.yaml:19: .*"tveita" is used twice/,
    ],
    [
      'a station twice',
      MINIMAL + MINIMAL.slice('stations:\n'.length),
      /^stations.yaml:20: stations\[1\]\.id: "tveita" is used twice/,
    ],
    ['broken YAML', change('location: {', 'location: {{'), /^stations.yaml:[67]: Flow map/],
    [
      'the same key twice',
      change('    district: Alna\n', '    district: Alna\n    district: Oslo\n'),
      /^stations.yaml:5: Map keys must be unique/,
    ],
    ['an empty file', '', 'stations.yaml:1: must have a list "stations"'],
    ['a station that is none', 'stations:\n  - tveita\n', /^stations.yaml:2: stations\[0\]: must be a station/],
    ['doors that are no list', change(/doors: .*/, 'doors: tveita-ombruk'), /^stations.yaml:18: .*doors/],
  ];

  it.each(faults)('refuses %s with file, line and reason', (_name, text, expected) => {
    expect(faultsOf(text)).toContainEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  it('tells all faults at once, in the order of the file', () => {
    const text = change('1500', '0')
      .replace('Europe/Oslo', 'Oslo')
      .replace('    name: Tveita\n', '')
      .replace('stream: reuse', 'strøm: reuse');
    const lines = faultsOf(text).map((fault) => Number(fault.split(':')[1]));
    expect(lines.length).toBeGreaterThanOrEqual(4);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });
});

function change(what: string | RegExp, to: string): string {
  const changed = MINIMAL.replace(what, to);
  if (changed === MINIMAL) throw new Error(`The example has no ${String(what)}`);
  return changed;
}
