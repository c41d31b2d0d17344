import { describe, expect, it } from '@jest/globals';
import { actionWords, historyLines } from './history-words';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const base = { validFrom: '2023-05-02', hours: 'Mo 11:00-16:00; PH off' };
const closure = {
  id: 'c',
  from: '2026-11-23T09:00:00Z',
  until: null,
  containers: null,
  appliesTo: 'residents',
  reason: { nb: 'Is', en: 'Ice' },
};

describe('history in words', () => {
  it.each([
    [
      'a new version',
      { openingHours: [base] },
      { openingHours: [base, { validFrom: '2026-12-01', hours: 'Mo-Fr 10:00-14:00' }] },
      [{ what: 'Fra 1. desember 2026', before: null, after: 'Man–fre 10–14' }],
    ],
    [
      'the version of today, changed again',
      { openingHours: [base] },
      { openingHours: [{ ...base, hours: '24/7' }] },
      [{ what: 'Fra 2. mai 2023', before: 'Man 11–16, stengt helligdager', after: 'Døgnåpent' }],
    ],
    [
      'an exception taken away',
      { exceptions: [{ date: '2026-12-24', hours: 'off', reason: { nb: 'Jul', en: 'Christmas' } }] },
      { exceptions: [] },
      [{ what: '24. desember 2026', before: 'Stengt (Jul)', after: null }],
    ],
    [
      'an exception with hours',
      { exceptions: [] },
      { exceptions: [{ date: '2026-12-24', hours: '11:00-13:00', reason: null }] },
      [{ what: '24. desember 2026', before: null, after: '11–13' }],
    ],
    [
      'a closure that ends',
      { closures: [closure] },
      { closures: [{ ...closure, until: '2026-11-23T10:00:00Z' }] },
      [
        {
          what: 'Hele stasjonen',
          before: 'Stengt fra 23. nov. kl. 10.00 inntil videre: Is',
          after: 'Stengt fra 23. nov. kl. 10.00 til 23. nov. kl. 11.00: Is',
        },
      ],
    ],
    [
      'the profile',
      { name: 'A', help: { phone: '22 00 00 00', text: { nb: 'Ring', en: 'Call' } } },
      { name: 'B', help: { phone: '22 00 00 00', text: { nb: 'Ring oss', en: 'Call' } } },
      [
        { what: 'Navn', before: 'A', after: 'B' },
        { what: 'Hjelp, tekst, norsk', before: 'Ring', after: 'Ring oss' },
      ],
    ],
  ])('%s', (_what, before, after, lines) => expect(historyLines({ before, after }, NOW)).toEqual(lines));

  it('calls containers by their names', () => {
    const closures = [{ ...closure, containers: ['ombruk', 'gone'] }];
    const [line] = historyLines({ before: {}, after: { closures } }, NOW, [{ id: 'ombruk', name: 'Ombrukscontainer' }]);
    expect(line?.what).toBe('Ombrukscontainer og gone');
  });

  it('keeps the code of an action without words', () => {
    expect(actionWords({ action: 'exception_set' })).toBe('Ga en dag egne tider');
    expect(actionWords({ action: 'something_else' })).toBe('something else');
  });
});
