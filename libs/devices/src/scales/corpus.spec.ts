import { describe, expect, it } from '@jest/globals';
import { bytesOf, CORPUS, LISTED, messageOf } from './corpus.test-kit';
import { type DecodedWeight, type Weight } from './weight';
import { decodeWeight, type ForeignScaleDialect } from './scale-dialects';
import { type ScaleSettings } from './scale-settings';

/** In the order of the corpus; its own expectations are rounded to whole grams, and its `error` is a status. */
const EXPECTED: Record<string, Partial<Weight> | string> = {
  'tasmota-hx711-1': { grams: 0, untaredGrams: 10377, stable: null },
  'tasmota-hx711-status10': { grams: 0, untaredGrams: 4782 },
  'tasmota-hx711-res0': { grams: 1000, untaredGrams: 1412 },
  'tasmota-miscale-2': { grams: 3000, stable: true },
  'omg-nounit-kg': { grams: 89700, stable: null },
  'omg-noweight': 'no_weight',
  'theengs-kg-object': { grams: 9550 },
  'theengs-kg-person': 'person_mode',
  'theengs-skale-pos': { grams: 124 },
  'miscale-py': { grams: 12450, stable: true, at: null },
  'esphome-hx711-default-acc': { grams: 12000 },
  'ha-discovery-weight': 'no_weight',
  'hiveeyes-data': { grams: 33330 },
  'homie-properties': 'bad_weight',
  'decentlab-kl66-ttn': { grams: -48, at: new Date('2020-02-12T15:15:46.014Z') },
  'ttn-undecoded': 'not_decoded',
  'beep-weight-kg': { grams: 57348 },
  'sparkplug-ddata-name': { grams: 12345, stable: true, at: new Date(1763632799000), sentAt: new Date(1763632800000) },
  'senml-kg': { grams: 12345, at: new Date('2025-11-20T10:00:00.000Z') },
  'mtsics-stable': { grams: 100, stable: true },
  'mtsics-negative': { grams: -100, stable: true },
  'mtsics-overload': { grams: null, status: 'overload' },
  'and-ad4404-net': { grams: 12340, untaredGrams: null, stable: true },
  'and-ekl-overload': { grams: null, status: 'overload' },
  'dini-standard': { grams: 0, untaredGrams: 0, stable: true },
  'generic-st': { grams: 4876, untaredGrams: 4876, stable: true },
  'generic-dialect-conflict': { grams: 50, stable: null },
  'z2m-feeder': 'no_weight',
};

function decode(id: string, dialect: ForeignScaleDialect, settings: ScaleSettings): DecodedWeight {
  const payload = CORPUS.find((one) => one.id === id)!;
  return decodeWeight(dialect, messageOf(bytesOf(payload), payload.topic), settings);
}

describe('the given payloads', () => {
  it('are all tried', () => {
    expect(Object.keys(EXPECTED)).toEqual(CORPUS.map(({ id }) => id));
  });

  it.each(Object.entries(EXPECTED))('%s', (id, expected) => {
    const { dialect, settings } = LISTED[id]!;
    const wanted = typeof expected === 'string' ? { ok: false, reason: expected } : { ok: true, message: expected };
    expect(decode(id, dialect, settings)).toMatchObject(wanted);
  });

  it('without a unit are refused until the registry names it', () => {
    expect(decode('omg-nounit-kg', 'theengs', {})).toEqual({ ok: false, reason: 'unknown_unit' });
    expect(decode('hiveeyes-data', 'json', { field: 'weight' })).toEqual({ ok: false, reason: 'unknown_unit' });
    expect(decode('esphome-hx711-default-acc', 'esphome', {})).toEqual({ ok: false, reason: 'unknown_unit' });
  });

  it('of persons leave no number behind', () => {
    expect(JSON.stringify(decode('theengs-kg-person', 'theengs', {}))).toBe(
      '{"ok":false,"reason":"person_mode","ignored":true}',
    );
  });

  it('give the same weight in the envelope’s bytes as in what the network made of them', () => {
    const payload = CORPUS.find(({ id }) => id === 'decentlab-kl66-ttn')!;
    const undecoded = payload.payload.replace('"decoded_payload"', '"unknown"');
    const settings = { f0: 15383.72, k: 46.4859 };
    expect(decodeWeight('decentlab-kl66', messageOf(undecoded), settings)).toMatchObject({ message: { grams: -48 } });
    expect(decodeWeight('decentlab-kl66', messageOf(undecoded), {})).toEqual({ ok: false, reason: 'no_calibration' });
  });
});
