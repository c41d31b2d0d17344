import { describe, expect, it } from '@jest/globals';
import { decodeDoorState, decodeReadings, encodeUnlockCommand, parseTopic } from '@selvbetjent/devices';
import { parseCommand } from './parse-command';
import { recordedDay } from './recorded-day';

describe('What simulated devices write', () => {
  const day = recordedDay({
    stationId: 'trosterud',
    doorId: 'trosterud-ombruk',
    scaleId: 'trosterud-ombruk-vekt',
    date: '2026-11-20',
    timeZone: 'Europe/Oslo',
    visits: [{ at: '11:05', grams: 4_200, commandId: 'c-1' }],
    seed: 1,
    noiseGrams: 50,
    resolutionGrams: 100,
  });

  it('is read by the codecs to the last reading and change', () => {
    const decoded = day.messages.map(({ topic, payload, kind }) => {
      expect(parseTopic(topic)?.channel).toBe(kind === 'door' ? 'state' : 'readings');
      const bytes = Buffer.from(payload);
      return kind === 'door' ? decodeDoorState(bytes) : decodeReadings(bytes);
    });
    const values = decoded.map((one) => (one.ok ? one.message : undefined)).filter((value) => value !== undefined);
    expect(values).toHaveLength(day.messages.length);
    const readings = values.flatMap((value) => ('readings' in value ? value.readings : []));
    const changes = values.flatMap((value) => ('changes' in value ? value.changes : []));
    expect(readings.map(({ seq, grams, at }) => [seq, grams, at.toISOString()])).toEqual(
      day.readings.map(({ seq, grams, at }) => [seq, grams, at]),
    );
    expect(changes.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() }))).toEqual(
      day.changes.map((change) => ({ commandId: undefined, ...change })),
    );
  });

  it('takes the commands that the codecs write', () => {
    const command = { id: 'c-1', nonce: 'n-1', nonceAgeMs: 1_200, ttlMs: 3_000, holdSeconds: 10 };
    expect(parseCommand(encodeUnlockCommand(command))).toEqual({
      kind: 'command',
      command: { action: 'unlock', ...command },
    });
  });
});
