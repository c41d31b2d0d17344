import { describe, expect, it } from '@jest/globals';
import { certaintyOf } from '@selvbetjent/devices';
import type { AlarmView, DoorView, RegisteredScaleView, StationDay, StationSummary } from '../api-types';
import { attentionOf, byAttention, type StationParts } from './attention';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const OMBRUK = {
  id: 'ombruk',
  name: 'Ombruk',
  stream: 'reuse' as const,
  fillPercent: 40 as number | null,
  working: true,
};
const STATION: StationSummary = {
  ...{ id: 'trosterud', name: 'Trosterud', district: 'Alna', location: { latitude: 59.9, longitude: 10.8 } },
  ...{ open: true, until: '2026-11-23T15:00:00Z', reason: null, nextOpening: null, containers: [OMBRUK] },
};
const HERE = { stationId: 'trosterud', containerId: 'ombruk' };
const DOOR = { ...HERE, doorId: 'd', alive: true, lastSeenAt: '2026-11-23T09:59:50Z' } as DoorView;
const SCALE = {
  ...{ ...HERE, deviceId: 'v', lastSeenAt: '2026-11-23T09:59:50Z', missing: 0 },
  certainty: certaintyOf('selvbetjent'),
} as RegisteredScaleView;
const DAY: StationDay = {
  ...{ stationId: 'trosterud', date: '2026-11-23', closures: [], hoursEndOn: null, kilos: null, use: null },
};
const CALM: StationParts = { station: STATION, alarms: [], doors: [DOOR], scales: [SCALE], day: DAY };

function alarm(kind: AlarmView['kind'], since: string, clearedAt: string | null = null): AlarmView {
  const ids = { alarmId: `${kind} ${since}`, ...HERE, doorId: 'd', visitId: null };
  return { ...ids, kind, since, raisedAt: since, clearedAt } as AlarmView;
}
function closure(from: string, containers: string[] | null = null) {
  const reason = { nb: 'Is', en: 'Ice' };
  return { id: from, from, until: null, containers, appliesTo: 'residents' as const, reason };
}

describe('what asks for somebody at a station', () => {
  it.each<[string, Partial<StationParts>, string[]]>([
    ['nothing, when all is well', {}, []],
    ['nothing that nobody can tell now', { alarms: null, doors: null, scales: null, day: null }, []],
    [
      'alarms by kind, with their number and since when',
      { alarms: [alarm('held_open', '2026-11-23T09:50:00Z'), alarm('held_open', '2026-11-23T08:00:00Z')] },
      ['now: Døren står åpen (2). for 2 timer siden. Dra dit og lukk den.'],
    ],
    [
      'people before batteries, and no alarm that is over or another station’s',
      {
        alarms: [
          alarm('battery_low', '2026-11-23T09:00:00Z'),
          alarm('check_inside', '2026-11-23T09:59:30Z'),
          alarm('jammed', '2026-11-23T09:00:00Z', '2026-11-23T09:30:00Z'),
          { ...alarm('jammed', '2026-11-23T09:00:00Z'), stationId: 'tveita' },
        ],
      },
      [
        'now: Noen kan være inne bak lukket dør. nå nettopp. Ring eller dra dit. Døren kan alltid åpnes innenfra.',
        'soon: Lite batteri. for 1 time siden. Bytt batteri denne uken.',
      ],
    ],
    [
      'a container that doesn’t open, once',
      { station: { ...STATION, containers: [{ ...OMBRUK, working: false }] }, doors: [{ ...DOOR, alive: false }] },
      ['now: Ombruk åpner ikke. Ingen dør der svarer, eller den er tatt ut av bruk.'],
    ],
    [
      'several containers that don’t open, together',
      {
        station: {
          ...STATION,
          containers: [
            { ...OMBRUK, working: false },
            { ...OMBRUK, id: 'metall', name: 'Metall', working: false },
          ],
        },
      },
      ['now: 2 containere åpner ikke. Ombruk og Metall. Ingen dør der svarer, eller den er tatt ut av bruk.'],
    ],
    [
      'the alarm alone, when it says why it doesn’t open',
      {
        station: { ...STATION, containers: [{ ...OMBRUK, working: false }] },
        alarms: [alarm('silent', '2026-11-23T09:00:00Z')],
      },
      [
        'now: Døren er uten kontakt. for 1 time siden. Sjekk strøm og nett. Den åpner ikke for publikum før den svarer.',
      ],
    ],
    [
      'devices without contact, also those that never had any',
      { doors: [{ ...DOOR, alive: false }], scales: [{ ...SCALE, lastSeenAt: null }, SCALE] },
      ['soon: 1 dør og 1 vekt uten kontakt. Uten vekt blir ingenting veid. Sjekk strøm og nett.'],
    ],
    [
      'a container that is nearly full',
      { station: { ...STATION, containers: [{ ...OMBRUK, fillPercent: 90 }] } },
      ['soon: Ombruk er snart full. 90 % siden siste tømming.'],
    ],
    [
      'closures in force, and those to come after them',
      { day: { ...DAY, closures: [closure('2026-11-25T10:00:00Z', ['ombruk']), closure('2026-11-23T09:00:00Z')] } },
      [
        'soon: Stengt: Is. Hele stasjonen, siden 23. nov. kl. 10.00, inntil videre.',
        'note: Blir stengt: Is. Ombruk, fra onsdag kl. 11.00, inntil videre.',
      ],
    ],
    [
      'hours that end',
      { day: { ...DAY, hoursEndOn: '2026-11-30' } },
      ['soon: Åpningstidene slutter 30. november 2026. Legg inn tidene etter det.'],
    ],
    [
      'no hours at all',
      { station: { ...STATION, open: false, reason: { code: 'outside_hours', nb: '', en: '' } } },
      ['soon: Ingen kommende åpningstid. Legg inn åpningstider.'],
    ],
    [
      'nothing of hours while a closure is the reason',
      { station: { ...STATION, open: false, reason: { code: 'closure', nb: 'Is', en: 'Ice' } } },
      [],
    ],
  ])('%s', (_name, change, expected) => {
    const items = attentionOf({ ...CALM, ...change }, NOW);
    expect(items.map(({ urgency, what, more }) => `${urgency}: ${what}. ${more}`)).toEqual(expected);
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  });
});

describe('the order of stations', () => {
  const item = (urgency: 'now' | 'soon' | 'note') => ({ key: urgency, urgency, what: '', more: '', href: '' });

  it('has what needs somebody first, then the most of it, then the name', () => {
    const stations = [
      { name: 'Årvoll', items: [] },
      { name: 'Alna', items: [] },
      { name: 'Ellingsrud', items: [item('note')] },
      { name: 'Tveita', items: [item('soon')] },
      { name: 'Furuset', items: [item('soon'), item('note')] },
      { name: 'Trosterud', items: [item('now')] },
    ];
    const names = stations.sort(byAttention).map(({ name }) => name);
    expect(names).toEqual(['Trosterud', 'Furuset', 'Tveita', 'Ellingsrud', 'Alna', 'Årvoll']);
  });
});
