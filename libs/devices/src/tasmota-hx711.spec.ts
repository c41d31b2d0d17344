import { describe, expect, it } from '@jest/globals';
import { decodeTasmotaHx711 } from './tasmota-hx711';

const decode = (payload: string) => decodeTasmotaHx711(new TextEncoder().encode(payload));

describe('decodeTasmotaHx711', () => {
  it.each([
    // Verbatim, https://github.com/arendst/Tasmota/pull/18600
    [
      'SENSOR',
      '{"Time":"2023-05-08T08:41:41","HX711":{"Weight":0.0,"WeightRaw":10377,"AbsRaw":217937}}',
      { grams: 0, untaredGrams: 10377 },
    ],
    // Verbatim body of a STATUS10 reply
    [
      'STATUS10',
      '{"StatusSNS":{"Time":"2022-06-11T10:58:18","HX711":{"Weight":0,"WeightRaw":4782,"AbsRaw":110004}}}',
      { grams: 0, untaredGrams: 4782 },
    ],
    // WeightRes 0, the default, rounds to whole kilograms
    [
      'WeightRes 0',
      '{"Time":"2026-11-20T10:00:05","HX711":{"Weight":1,"WeightRaw":1412,"AbsRaw":169440}}',
      { grams: 1000, untaredGrams: 1412 },
    ],
    ['no WeightRaw', '{"HX711":{"Weight":12.345}}', { grams: 12345, untaredGrams: null }],
    ['half a gram up', '{"HX711":{"Weight":1.0005}}', { grams: 1001, untaredGrams: null }],
    ['half a gram down', '{"HX711":{"Weight":-1.0005}}', { grams: -1001, untaredGrams: null }],
    ['less than half a gram', '{"HX711":{"Weight":-0.0004}}', { grams: 0, untaredGrams: null }],
  ])('reads %s', (_name, payload, expected) => {
    expect(decode(payload)).toEqual({ ok: true, message: { ...expected, stable: null, status: 'ok' } });
  });

  it.each([
    ['another sensor', '{"Time":"2026-11-20T10:00:05","BME280":{"Temperature":4.5}}', 'bad_HX711'],
    ['no weight', '{"HX711":{"WeightRaw":5}}', 'bad_Weight'],
    ['a text', '{"HX711":{"Weight":"1.0"}}', 'bad_Weight'],
    ['an impossible weight', '{"HX711":{"Weight":1e9}}', 'bad_Weight'],
    ['NaN as old firmware prints it', '{"HX711":{"Weight":nan}}', 'not_json'],
    ['a bare word', 'Online', 'not_json'],
  ])('refuses %s', (_name, payload, reason) => {
    expect(decode(payload)).toEqual({ ok: false, reason });
  });
});
