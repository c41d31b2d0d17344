import { describe, expect, it } from '@jest/globals';
import { decodeTasmotaHx711 } from './tasmota-hx711';

const decode = (payload: string, settings = {}) => decodeTasmotaHx711(new TextEncoder().encode(payload), settings);

describe('decodeTasmotaHx711', () => {
  it.each([
    ['no WeightRaw', '{"HX711":{"Weight":12.345}}', { grams: 12345, untaredGrams: null }],
    ['half a gram up', '{"HX711":{"Weight":1.0005}}', { grams: 1001, untaredGrams: null }],
    ['half a gram down', '{"HX711":{"Weight":-1.0005}}', { grams: -1001, untaredGrams: null }],
    ['less than half a gram', '{"HX711":{"Weight":-0.0004}}', { grams: 0, untaredGrams: null }],
    ['a wrong WeightRaw', '{"HX711":{"Weight":1,"WeightRaw":"5"}}', { grams: 1000, untaredGrams: null }],
  ])('reads %s', (_name, payload, expected) => {
    const bare = { stable: null, status: 'ok', at: null, sentAt: null };
    expect(decode(payload)).toEqual({ ok: true, message: { ...expected, ...bare } });
  });

  it('adds the registry’s offset to the tared weight alone', () => {
    const decoded = decode('{"HX711":{"Weight":1.5,"WeightRaw":4782}}', { offsetGrams: -200 });
    expect(decoded).toMatchObject({ message: { grams: 1300, untaredGrams: 4782 } });
  });

  it.each([
    ['no weight', '{"HX711":{"WeightRaw":5}}', 'bad_Weight'],
    ['a text', '{"HX711":{"Weight":"1.0"}}', 'bad_Weight'],
    ['an impossible weight', '{"HX711":{"Weight":1e9}}', 'bad_weight'],
    ['NaN as old firmware prints it', '{"HX711":{"Weight":nan}}', 'not_json'],
    ['a bare word', 'Online', 'not_json'],
  ])('refuses %s', (_name, payload, reason) => {
    expect(decode(payload)).toEqual({ ok: false, reason });
  });

  it('passes over telegrams of other sensors', () => {
    const other = decode('{"Time":"2026-11-20T10:00:05","BME280":{"Temperature":4.5}}');
    expect(other).toEqual({ ok: false, reason: 'no_weight', ignored: true });
  });
});
