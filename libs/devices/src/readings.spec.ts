import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeReadings } from './readings';

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const element = { seq: 1, at: '2026-11-20T10:00:00.000Z', grams: 412300, status: 'ok', temperature: 4.5 };
const message = { boot: '9c1f00aa', readings: [element] };

describe('decodeReadings', () => {
  it('reads a whole message', () => {
    const decoded = decodeReadings(
      bytes({ ...message, sentAt: 1795168800000, oldestSeq: 1, readings: [{ ...element, tareEpoch: 3 }] }),
    );
    expect(decoded).toEqual({
      ok: true,
      message: {
        boot: '9c1f00aa',
        sentAt: new Date(1795168800000),
        oldestSeq: 1,
        readings: [{ ...element, at: new Date(element.at), tareEpoch: 3 }],
        rejected: [],
        unusable: [],
      },
    });
  });

  it.each([
    ['not JSON', '{"boot":', 'not_json'],
    ['a list', [], 'not_an_object'],
    ['null', null, 'not_an_object'],
    ['no boot', { readings: [] }, 'bad_boot'],
    ['a boot with NUL', { boot: 'a\0b', readings: [] }, 'bad_boot'],
    ['a boot that is a number', { boot: 7, readings: [] }, 'bad_boot'],
    ['no readings', { boot: 'b' }, 'bad_readings'],
    ['readings that are none', { boot: 'b', readings: { seq: 1 } }, 'bad_readings'],
    ['more than 16 KiB', { boot: 'b', readings: [], padding: 'x'.repeat(16 * 1024) }, 'too_large'],
  ])('refuses %s', (_name, payload, reason) => {
    expect(decodeReadings(bytes(payload))).toEqual({ ok: false, reason });
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(decodeReadings(Uint8Array.of(0x7b, 0xff, 0x7d))).toEqual({ ok: false, reason: 'not_json' });
  });

  it.each([
    [{ grams: 412.3 }, 'bad_grams'],
    [{ grams: '412' }, 'bad_grams'],
    [{ grams: null }, 'bad_grams'],
    [{ grams: 1e12 }, 'bad_grams'],
    [{ status: 'fine' }, 'bad_status'],
    [{ at: '2026-11-20T10:00:00' }, 'bad_at'],
    [{ at: '2026-02-30T10:00:00Z' }, 'bad_at'],
    [{ at: 'yesterday' }, 'bad_at'],
    [{ at: -1 }, 'bad_at'],
    [{ at: undefined }, 'bad_at'],
  ])('keeps an element with %j as rejected beside good ones', (wrong, reason) => {
    const decoded = decodeReadings(bytes({ ...message, readings: [element, { ...element, seq: 2, ...wrong }] }));
    expect(decoded).toMatchObject({ ok: true, message: { readings: [{ seq: 1 }], rejected: [{ seq: 2, reason }] } });
  });

  it.each([{ seq: 0 }, { seq: 1.5 }, { seq: '1' }, { seq: 2 ** 53 }, {}, 7, null])('cannot keep %j', (unusable) => {
    const decoded = decodeReadings(bytes({ ...message, readings: [unusable, element] }));
    expect(decoded).toMatchObject({ ok: true, message: { readings: [{ seq: 1 }], rejected: [] } });
    expect(decoded.ok && decoded.message.unusable).toHaveLength(1);
  });

  it.each([
    ['ISO with Z', '2026-11-20T10:00:00Z'],
    ['ISO with an offset', '2026-11-20T11:00:00.000+01:00'],
    ['epoch milliseconds', Date.UTC(2026, 10, 20, 10)],
  ])('reads an instant as %s', (_name, at) => {
    const decoded = decodeReadings(bytes({ ...message, readings: [{ ...element, at }] }));
    expect(decoded.ok && decoded.message.readings[0]?.at).toEqual(new Date('2026-11-20T10:00:00Z'));
  });

  it.each([
    [4.5, 4.5],
    [-20.126, -20.13],
    [1e-300, 0],
    [1e39, null],
    ['cold', null],
  ])('takes the temperature %j as %j and never lets it spoil the weight', (temperature, expected) => {
    const decoded = decodeReadings(bytes({ ...message, readings: [{ ...element, temperature }] }));
    expect(decoded).toMatchObject({ ok: true, message: { readings: [{ grams: 412300, temperature: expected }] } });
  });

  it('needs no grams of a scale that says it is faulty', () => {
    const decoded = decodeReadings(
      bytes({ ...message, readings: [{ seq: 1, at: element.at, status: 'fault', grams: null }] }),
    );
    expect(decoded).toMatchObject({ ok: true, message: { readings: [{ grams: null, status: 'fault' }] } });
  });

  it('never throws, whatever comes', () => {
    const anything = fc.oneof(
      fc.json(),
      fc.string(),
      fc.anything().map((value) => JSON.stringify(value) ?? ''),
    );
    fc.assert(fc.property(anything, (text) => typeof decodeReadings(bytes(text)).ok === 'boolean'));
    const almost = fc.record({ boot: fc.anything(), readings: fc.array(fc.anything()), sentAt: fc.anything() });
    const json = almost.map((value) => JSON.stringify(value, (_key, it: unknown) => (typeof it === 'bigint' ? 0 : it)));
    fc.assert(fc.property(json, (text) => typeof decodeReadings(bytes(text)).ok === 'boolean'));
  });
});
