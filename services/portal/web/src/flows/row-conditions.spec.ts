import { describe, expect, it } from '@jest/globals';
import type { StationSummary } from '../api-types';
import { rowConditions } from './row-conditions';

const STATIONS = [
  { id: 'trosterud', name: 'Trosterud', containers: [{ id: 'ombruk', name: 'Ombrukscontainer' }] },
  { id: 'sofienberg', name: 'Sofienberg', containers: [{ id: 'ombruk', name: 'Gjenbruksbua' }] },
] as unknown as StationSummary[];

describe('the conditions of the rows, in words', () => {
  it.each([
    ['from=2026-11-01&to=2026-11-21&flow=becameWasteGrams', []],
    ['station=trosterud', ['Stasjon: Trosterud']],
    ['station=trosterud&station=sofienberg', ['Stasjoner: Trosterud, Sofienberg']],
    ['station=sofienberg&container=ombruk', ['Stasjon: Sofienberg', 'Container: Gjenbruksbua']],
    ['container=ombruk', ['Container: ombruk']],
    ['kind=take-out&quality=quarantine', ['Hva: Tatt med', 'Kvalitet: Karantene']],
    ['stream=recycling', ['Går til: Materialgjenvinning']],
    ['fraction=toys&method=estimated&origin=business', ['Fraksjon: Leker', 'Metode: Anslått', 'Opphav: Næring']],
    ['kind=unheard-of&station=gone', ['Stasjon: gone', 'Hva: unheard-of']],
  ])('%s', (query, told) =>
    expect(rowConditions(new URLSearchParams(query), STATIONS).map(({ name, words }) => `${name}: ${words}`)).toEqual(
      told,
    ),
  );
});
