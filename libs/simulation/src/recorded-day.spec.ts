import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_PAYLOAD_BYTES, type NativeReading } from './native-dialect';
import { recordedDay, recordedMessages, type RecordedDayOptions } from './recorded-day';

const TROSTERUD: RecordedDayOptions = {
  stationId: 'trosterud',
  doorId: 'trosterud-ombruk',
  scaleId: 'trosterud-ombruk-vekt',
  date: '2026-11-20',
  timeZone: 'Europe/Oslo',
  visits: [
    { at: '11:05', grams: 4_200 },
    { at: '11:09', grams: 12_300, commandId: 'c-1' },
    { at: '13:40', grams: -3_100 },
    { at: '15:59', grams: 800, personGrams: 0 },
  ],
  seed: 1,
  noiseGrams: 0,
  resolutionGrams: 100,
};

describe('recordedDay', () => {
  it('knows the truth in grams and instants of the local zone', () => {
    const { truth } = recordedDay(TROSTERUD);
    expect(truth.totalGrams).toBe(14_200);
    expect(truth.totalWeighedGrams).toBe(14_200);
    expect(truth.visits[0]).toEqual({
      openedAt: '2026-11-20T10:05:00.000Z',
      closedAt: '2026-11-20T10:06:34.000Z',
      grams: 4_200,
      weighedGrams: 4_200,
    });
  });

  it('leaves an exact stable window on both sides of each visit when there is no noise', () => {
    const { truth, readings } = recordedDay(TROSTERUD);
    for (const visit of truth.visits) {
      const before = readings.filter(({ at }) => at < visit.openedAt && at >= minutes(visit.openedAt, -10)).slice(-5);
      const after = readings.filter(({ at }) => at > visit.closedAt && at <= minutes(visit.closedAt, 10)).slice(0, 5);
      expect(new Set(before.map(({ grams }) => grams)).size).toBe(1);
      expect(new Set(after.map(({ grams }) => grams)).size).toBe(1);
      expect((after[0] as NativeReading).grams - (before[0] as NativeReading).grams).toBe(visit.weighedGrams);
    }
  });

  it('reports once a second for ten minutes after a change and once a minute otherwise', () => {
    const { readings } = recordedDay(TROSTERUD);
    const between = (from: string, to: string): number => readings.filter(({ at }) => at >= from && at < to).length;
    expect(between('2026-11-20T08:00:00.000Z', '2026-11-20T09:00:00.000Z')).toBe(60);
    expect(between('2026-11-20T10:12:00.000Z', '2026-11-20T10:20:00.000Z')).toBe(480);
    expect(readings.map(({ seq }) => seq)).toEqual(readings.map((_, index) => index + 1));
  });

  it('tells each visit as unlocked, opened, closed and locked, and names the command', () => {
    const { changes } = recordedDay(TROSTERUD);
    expect(changes).toHaveLength(16);
    expect(changes.slice(4, 8)).toEqual([
      { seq: 5, at: '2026-11-20T10:09:00.000Z', open: false, locked: false, commandId: 'c-1' },
      { seq: 6, at: '2026-11-20T10:09:03.000Z', open: true, locked: false },
      { seq: 7, at: '2026-11-20T10:10:33.000Z', open: false, locked: false },
      { seq: 8, at: '2026-11-20T10:10:34.000Z', open: false, locked: true },
    ]);
  });

  it('is the same for the same seed and another for another', () => {
    const noisy = { ...TROSTERUD, noiseGrams: 50 };
    expect(recordedDay(noisy)).toEqual(recordedDay(noisy));
    expect(recordedDay(noisy).readings).not.toEqual(recordedDay({ ...noisy, seed: 2 }).readings);
  });

  it('has 23 and 25 hours where the clocks change', () => {
    const hours = (date: string): number => {
      const { readings } = recordedDay({ ...TROSTERUD, date, visits: [] });
      return readings.length / 60;
    };
    expect([hours('2026-03-29'), hours('2026-10-25')]).toEqual([23, 25]);
  });

  it('refuses visits that overlap or leave the day', () => {
    const withVisits = (visits: RecordedDayOptions['visits']) => () => recordedDay({ ...TROSTERUD, visits });
    expect(withVisits([TROSTERUD.visits[1]!, TROSTERUD.visits[0]!])).toThrow('begins before the last one ended');
    expect(withVisits([{ at: '23:59', grams: 100 }])).toThrow('does not end on 2026-11-20');
  });

  it('keeps every reading and change, whatever the batches and whatever was put in', () => {
    const visit = fc.record({ hour: fc.integer({ min: 0, max: 22 }), grams: fc.integer({ min: -9_999, max: 99_999 }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(visit, { selector: ({ hour }) => hour, maxLength: 4 }),
        fc.integer({ min: 1, max: 500 }),
        (drawn, size) => {
          const visits = drawn
            .sort((one, other) => one.hour - other.hour)
            .map(({ hour, grams }) => ({ at: `${String(hour).padStart(2, '0')}:30`, grams }));
          const day = recordedDay({ ...TROSTERUD, visits });
          const messages = recordedMessages(TROSTERUD, day, { readingsPerMessage: size, changesPerMessage: size });
          expect(messages.every(({ payload }) => Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES)).toBe(true);
          expect(partsOf(messages, 'scale', 'readings')).toEqual(day.readings);
          expect(partsOf(messages, 'door', 'changes')).toEqual(day.changes);
          const [first, last] = [day.readings[0], day.readings[day.readings.length - 1]];
          expect(last!.grams - first!.grams).toBe(day.truth.totalWeighedGrams);
        },
      ),
      { numRuns: 10 },
    );
  });
});

function minutes(at: string, count: number): string {
  return new Date(Date.parse(at) + count * 60_000).toISOString();
}

function partsOf(messages: { kind: string; payload: string }[], kind: string, part: string): unknown[] {
  return messages
    .filter((message) => message.kind === kind)
    .flatMap(({ payload }) => (JSON.parse(payload) as Record<string, unknown[]>)[part] ?? []);
}
