import { expect, it } from '@jest/globals';
import { rowsAddress } from './rows-address';

const VIEW = {
  ...{ from: '2026-11-03', to: '2026-12-02', split: null },
  periods: [
    { key: '2026-11', from: '2026-11-03', to: '2026-11-30' },
    { key: '2026-12', from: '2026-12-01', to: '2026-12-02' },
  ],
};
const flow = 'takenOutForReuseGrams' as const;

it('asks for the part of a period that is in the range', () => {
  const address = rowsAddress(VIEW, { part: 'period', key: '2026-11', flow }, 'station=a&station=b');
  expect(address).toBe(`/drift/tall/rader?station=a&station=b&from=2026-11-03&to=2026-11-30&flow=${flow}`);
});

it.each([
  ['station', 'loren', `station=loren&from=2026-11-03&to=2026-12-02&flow=${flow}`],
  ['fraction', 'mixed-reuse', `station=a&from=2026-11-03&to=2026-12-02&flow=${flow}&fraction=mixed-reuse`],
  ['method', 'estimated', `station=a&from=2026-11-03&to=2026-12-02&flow=${flow}&method=estimated`],
  ['origin', 'business', `station=a&from=2026-11-03&to=2026-12-02&flow=${flow}&origin=business`],
] as const)('carries the %s on', (split, key, query) => {
  const address = rowsAddress({ ...VIEW, split }, { part: 'split', key, flow }, split === 'station' ? '' : 'station=a');
  expect(new URLSearchParams(address?.split('?')[1]).toString().split('&').sort()).toEqual(query.split('&').sort());
});

it('of one station of several asks for that one alone', () => {
  const address = rowsAddress({ ...VIEW, split: 'station' }, { part: 'split', key: 'b', flow }, 'station=a&station=b');
  expect(new URLSearchParams(address?.split('?')[1]).getAll('station')).toEqual(['b']);
});

it('knows no rows by an origin that was not kept', () => {
  expect(rowsAddress({ ...VIEW, split: 'origin' }, { part: 'split', key: 'unknown', flow }, '')).toBeNull();
});
