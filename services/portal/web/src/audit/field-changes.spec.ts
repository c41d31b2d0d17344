import { describe, expect, it } from '@jest/globals';
import { fieldChanges } from './field-changes';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const door = { id: 'd', dialect: 'selvbetjent', exposed: false };
const container = {
  ...{ id: 'ombruk', name: 'Ombrukscontainer', stream: 'reuse', fraction: 'mixed-reuse', capacityKg: 1500 },
  ...{ access: 'self-service', doors: [door], scales: [] as object[] },
};

describe('what became of a station’s fields', () => {
  it.each([
    [
      'a number with its unit, in a part that is known again by its id',
      { containers: [container] },
      { containers: [{ ...container, capacityKg: 2000 }] },
      [{ what: 'Container Ombrukscontainer, plass', before: '1 500 kg', after: '2 000 kg' }],
    ],
    [
      'a door that is exposed after a check',
      { containers: [container] },
      {
        containers: [
          {
            ...container,
            doors: [{ ...door, exposed: true, insideHandle: { at: '2026-11-23T09:00:00Z', by: 'Kari' } }],
          },
        ],
      },
      [
        { what: 'Container Ombrukscontainer, dør d, kan åpnes fra Oslonøkkelen', before: 'nei', after: 'ja' },
        {
          what: 'Container Ombrukscontainer, dør d, innvendig håndtak sjekket',
          ...{ before: null, after: 'når: 23. nov. kl. 10.00, av: Kari' },
        },
      ],
    ],
    [
      'a container that is new, told whole',
      { containers: [] },
      { containers: [{ id: 'metall', name: 'Metall', stream: 'recycling', access: 'closed', doors: [], scales: [] }] },
      [
        {
          what: 'Container Metall',
          ...{ before: null, after: 'går til: Materialgjenvinning, adgang: stengt, dør: ingen, vekt: ingen' },
        },
      ],
    ],
    [
      'one that is gone',
      { containers: [{ id: 'metall', name: 'Metall', stream: 'recycling' }] },
      { containers: [] },
      [{ what: 'Container Metall', before: 'går til: Materialgjenvinning', after: null }],
    ],
    [
      'an instant and hours in words',
      { staffedHours: 'Mo 10:00-12:00' },
      { retiredAt: '2026-12-31T23:00:00Z' },
      [
        { what: 'Betjent tid', before: 'Man 10–12', after: null },
        { what: 'Tatt ut av bruk', before: null, after: '1. jan. 2027 kl. 00.00' },
      ],
    ],
    ['nothing, when nothing differs', { containers: [container] }, { containers: [{ ...container }] }, []],
    ['a field that we have no words for', { colour: 1 }, { colour: 2 }, [{ what: 'Colour', before: '1', after: '2' }]],
  ])('%s', (_name, before, after, expected) => {
    const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null;
    const told = fieldChanges(before, after, NOW).map((one) => ({
      ...{ what: one.what, before: plain(one.before), after: plain(one.after) },
    }));
    expect(told).toEqual(expected);
  });
});
