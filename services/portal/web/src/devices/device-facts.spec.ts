import { describe, expect, it } from '@jest/globals';
import { certaintyOf, FOREIGN_DOOR_DIALECTS, FOREIGN_SCALE_DIALECTS, promisesOf } from '@selvbetjent/devices';
import type { RegisteredScaleView } from '../api-types';
import { listeningFaults, scaleContact, scaleFacts } from './device-facts';
import { dialectName, doorLimits, scaleLimits } from './dialects';
import { restingReadings } from './resting-readings';

const NOW = Date.parse('2026-11-20T10:00:00Z');

function scale(more: Partial<RegisteredScaleView> = {}): RegisteredScaleView {
  return {
    ...{ deviceId: 'vekt', stationId: 's', containerId: 'ombruk', dialect: 'selvbetjent' },
    ...{ lastSeenAt: '2026-11-20T09:59:30Z', lastReadingAt: null, missing: 0, clockOffsetMs: 0, noiseGrams: 40 },
    ...{ distrust: null, conflicts: 0, contestedAt: null, poison: 0, key: null, calibration: null },
    certainty: certaintyOf('selvbetjent'),
    ...more,
  };
}
const wrongs = (view: RegisteredScaleView) =>
  scaleFacts(view, NOW)
    .filter(({ wrong }) => wrong)
    .map(({ name }) => name);

describe('what staff are told of a scale', () => {
  it.each([
    [{}, 'green'],
    [{ lastSeenAt: null }, 'beige'],
    [{ lastSeenAt: '2026-11-20T09:50:00Z' }, 'red'],
    [{ lastSeenAt: '2026-11-20T09:50:00Z', certainty: certaintyOf('tasmota-hx711') }, 'green'],
  ])('%j: its contact is %s', (more, skin) => expect(scaleContact(scale(more), NOW).skin).toBe(skin));

  it.each([
    [{}, []],
    [{ missing: 3 }, ['Målinger']],
    [{ missing: 3, certainty: certaintyOf('esphome') }, []],
    [{ distrust: 'cell_lost' }, ['Tillit']],
    [{ conflicts: 1, contestedAt: '2026-11-20T09:00:00Z', poison: 2 }, ['Motsigelser', 'Samme navn', 'Uleselig']],
  ])('%j: what is wrong is %j', (more, names) => expect(wrongs(scale(more))).toEqual(names));

  it('says nothing of one that was never heard, but what is wrong', () => {
    expect(scaleFacts(scale({ lastSeenAt: null, poison: 1 }), NOW).map(({ name }) => name)).toEqual(['Uleselig']);
  });

  it.each([
    [0, 'Går riktig'],
    [null, 'Ikke sammenlignet ennå'],
    [3_600_000, 'Går 1 time etter. Vi retter for det.'],
    [-90_000, 'Går 1 minutt foran. Vi retter for det.'],
  ])('a clock that is %j ms behind: %s', (clockOffsetMs, words) => {
    expect(scaleFacts(scale({ clockOffsetMs }), NOW).find(({ name }) => name === 'Klokke')?.value).toBe(words);
  });

  it('says when nobody listens', () => {
    expect(listeningFaults({ connected: true, contested: false, brokerDropped: 0, notedAt: '' })).toEqual([]);
    expect(listeningFaults({ connected: false, contested: true, brokerDropped: 2, notedAt: '' })).toHaveLength(3);
    expect(listeningFaults(null)).toHaveLength(1);
  });
});

describe('what a make can’t promise', () => {
  it('is nothing for our own', () => {
    expect([scaleLimits(scale()), doorLimits({ promises: promisesOf('selvbetjent') })]).toEqual([[], []]);
    expect(doorLimits({ promises: null })).toEqual([]);
  });

  it.each(FOREIGN_SCALE_DIALECTS)('is said of the scale %s, under a name', (dialect) => {
    const limits = scaleLimits({ certainty: certaintyOf(dialect) });
    expect(limits.some((limit) => limit.includes('nummererer ikke'))).toBe(true);
    expect(dialectName(dialect)).not.toBe(dialect);
  });

  it.each(FOREIGN_DOOR_DIALECTS)('is said of the door %s, under a name', (dialect) => {
    expect(doorLimits({ promises: promisesOf(dialect) })[0]).toContain('senere enn ventet');
    expect(dialectName(dialect)).not.toBe(dialect);
  });
});

describe('what a scale shows at rest', () => {
  const second = (value: number) => new Date(NOW + value * 1000).toISOString();
  const newestFirst = (...grams: number[]) => grams.map((shown, index) => ({ at: second(-index), grams: shown }));

  it.each([
    ['nothing without readings', [], null, []],
    ['those that agree with the newest', newestFirst(100, 300, 0, 5_000, 100), null, [100, 300, 0]],
    ['at most five', newestFirst(1, 1, 1, 1, 1, 1, 1), null, [1, 1, 1, 1, 1]],
    ['only what came since', newestFirst(100, 100, 100), second(-2), [100, 100]],
  ])('is %s', (_name, readings, since, grams) => {
    expect(restingReadings(readings, 100, since).map((reading) => reading.grams)).toEqual(grams);
  });
});
