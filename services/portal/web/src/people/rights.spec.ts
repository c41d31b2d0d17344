import { describe, expect, it } from '@jest/globals';
import { rightsOf, roleNames, stationNames } from './rights';

const KNOWN = [{ id: 'trosterud', name: 'Trosterud minigjenbruksstasjon' }];

describe('rights in words', () => {
  it.each([
    [[], 'Ingen rolle', 0],
    [['resident'], 'resident', 0],
    [['staff'], 'Ansatt', 3],
    [['operator'], 'Driftsansvarlig', 6],
    [['admin'], 'Administrator', 6],
    [['staff', 'operator'], 'Ansatt, Driftsansvarlig', 6],
  ])('%j is %s', (roles, name, rights) => {
    expect(roleNames(roles)).toBe(name);
    expect(rightsOf(roles)).toHaveLength(rights);
  });

  it.each([
    [['*'], 'Alle stasjoner'],
    [['trosterud', 'tveita'], 'Trosterud minigjenbruksstasjon, tveita'],
    [[], 'Ingen stasjon'],
  ])('the stations %j are %s', (ids, name) => expect(stationNames(ids, KNOWN)).toBe(name));
});
