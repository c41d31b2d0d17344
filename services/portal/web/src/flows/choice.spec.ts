import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressOf, type Choice, choiceOf, presetRange, PRESETS, queryOf, stationsQuery } from './choice';

const TODAY = '2026-03-01';
const date = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2026-03-01'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

const choice: fc.Arbitrary<Choice> = fc
  .record({
    period: fc.constantFrom(...PRESETS),
    dates: fc.tuple(date, date).map((pair) => [...pair].sort() as [string, string]),
    stations: fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,9}$/), { maxLength: 3 }),
    by: fc.constantFrom('day', 'week', 'month', 'year', null),
    split: fc.constantFrom('station', 'fraction', 'method', 'origin', null),
    against: fc.constantFrom('before', 'year', null),
  })
  .map(({ dates: [from, to], ...rest }) => ({
    ...rest,
    ...(rest.period === 'egne' ? { from, to } : presetRange(rest.period, TODAY)),
  }));

describe('what the dashboard shows', () => {
  it.each([
    ['denne-maneden', '2026-03-01', '2026-03-01'],
    ['forrige-maned', '2026-02-01', '2026-02-28'],
    ['i-ar', '2026-01-01', '2026-03-01'],
    ['i-fjor', '2025-01-01', '2025-12-31'],
  ] as const)('%s is %s to %s', (preset, from, to) => expect(presetRange(preset, TODAY)).toEqual({ from, to }));

  it('comes back from its address as it went in', () => {
    fc.assert(fc.property(choice, (chosen) => expect(choiceOf(addressOf(chosen), TODAY)).toEqual(chosen)));
  });

  it.each(['', '?periode=egne', '?periode=egne&fra=2026-02-02&til=2026-02-01', '?periode=alltid&del=farge&per=time'])(
    'is this month where the address %j says nothing that can be shown',
    (address) => {
      const nothing = { stations: [], by: null, split: null, against: null };
      expect(choiceOf(address, TODAY)).toEqual({ period: 'denne-maneden', from: TODAY, to: TODAY, ...nothing });
    },
  );

  it('is asked of the stations that were chosen, or else of one’s own', () => {
    expect(stationsQuery(['b'], ['a', 'b'])).toBe('station=b');
    expect(stationsQuery([], ['a', 'b'])).toBe('station=a&station=b');
    expect(stationsQuery([], ['*'])).toBe('');
    const chosen = choiceOf('?periode=i-fjor&stasjon=a&del=fraction&mot=year', TODAY);
    expect(queryOf(chosen, ['*'])).toBe('station=a&from=2025-01-01&to=2025-12-31&split=fraction&against=year');
  });
});
