import { describe, expect, it } from '@jest/globals';
import { type Container, type Door, type Scale } from '@selvbetjent/contracts';
import { sharedPlaces } from './device-place';

const NOW = new Date('2026-11-20T11:00:00Z');

describe('sharedPlaces', () => {
  it.each<[string, Partial<Door>, Partial<Door>, boolean]>([
    ['doors under one topic', { topic: 'inn' }, { topic: 'inn' }, true],
    ['the first relay, said and left out', { topic: 'inn', relay: 1 }, { topic: 'inn' }, true],
    [
      'the first relay of a Shelly',
      { dialect: 'shelly', topic: 'inn', relay: 0 },
      { dialect: 'shelly', topic: 'inn' },
      true,
    ],
    ['two relays of one device', { topic: 'inn', relay: 1 }, { topic: 'inn', relay: 2 }, false],
    ['two topics', { topic: 'inn' }, { topic: 'ut' }, false],
    ['doors that speak under their own ids', {}, {}, false],
    ['one that has been retired', { topic: 'inn', retiredAt: '2026-01-01T00:00:00.000Z' }, { topic: 'inn' }, false],
    ['one that will be retired', { topic: 'inn', retiredAt: '2026-12-01T00:00:00.000Z' }, { topic: 'inn' }, true],
    ['a topic, and the same one as a FullTopic', { topic: 'inn' }, { topic: '%prefix%/inn' }, true],
    [
      'a Zigbee lock, which has no relays to count',
      { dialect: 'zigbee2mqtt', topic: 'zigbee2mqtt/inn', relay: 1 },
      { dialect: 'zigbee2mqtt', topic: 'zigbee2mqtt/inn', relay: 2 },
      true,
    ],
    [
      'a lock of ESPHome, which has none either',
      { dialect: 'esphome', topic: 'inn/lock/dor', relay: 1 },
      { dialect: 'esphome', topic: 'inn/lock/dor', relay: 2 },
      true,
    ],
  ])('%s', (_name, one, other, isShared) => {
    const stations = [station([door('a', one)]), station([door('b', other)])];
    expect(sharedPlaces(stations, [], NOW)).toEqual(isShared ? ['a', 'b'] : []);
    expect(sharedPlaces(stations.slice(0, 1), stations.slice(1), NOW)).toEqual(isShared ? ['a'] : []);
  });

  it('tells scales of one topic apart by what is theirs in it', () => {
    const scales = [scale('a', { alias: 1 }), scale('b', { alias: 2 }), scale('c', { alias: 2 })];
    expect(sharedPlaces([station([], scales)], [], NOW)).toEqual(['b', 'c']);
  });

  it('does not take a door for a scale', () => {
    expect(sharedPlaces([station([door('a', { topic: 'inn' })], [scale('b', { topic: 'inn' })])], [], NOW)).toEqual([]);
  });
});

function station(doors: Door[], scales: Scale[] = []): { containers: Container[] } {
  const container = { id: 'ombruk', name: 'Ombruk', stream: 'reuse', fraction: 'mixed-reuse' } as const;
  return { containers: [{ ...container, capacityKg: 1_500, access: 'self-service', doors, scales }] };
}

function door(id: string, more: Partial<Door>): Door {
  return { id, dialect: 'tasmota', exposed: true, ...more };
}

function scale(id: string, more: Partial<Scale>): Scale {
  return { id, dialect: 'sparkplug-b', topic: 'spBv1.0/oslo/+/node', resolutionGrams: 100, maxKg: 1_500, ...more };
}
