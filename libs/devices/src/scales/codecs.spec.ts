import { describe, expect, it } from '@jest/globals';
import { messageOf, RECEIVED_AT } from './corpus.test-kit';
import { decodeWeight, type ForeignScaleDialect } from './scale-dialects';
import { type ScaleSettings } from './scale-settings';

type Case = [name: string, payload: string, expected: object | string | number, settings?: ScaleSettings];

const WEIGHING = (mode: string, more = '') => `{"weighing_mode":"${mode}","unit":"kg","weight":72.45${more}}`;
const BTHOME = (hex: string, uuid = '0xfcd2') =>
  `{"id":"A4:C1:38:8F:6D:C4","servicedata":"${hex}","servicedatauuid":"${uuid}"}`;
const TTN = (uplink: object) => JSON.stringify({ end_device_ids: { device_id: 'd' }, uplink_message: uplink });
const KL66 = 'AgPUAAM79n//O/YMYA==';

const CASES: Partial<Record<ForeignScaleDialect, Case[]>> = {
  'tasmota-mi-scale': [
    [
      'a lb scale',
      '{"MISCALEV1aa":{"mac":"1","stabilized":0,"weight_unit":"lbs","weight":10}}',
      { grams: 4536, stable: false },
    ],
    ['a jin scale', '{"MISCALEV2aa":{"mac":"1","stabilized":1,"weight_unit":"jin","weight":10}}', { grams: 5000 }],
    ['a scale that was left', '{"MISCALEV1aa":{"weight_removed":1,"weight_unit":"kg","weight":3}}', 'weight_removed'],
    ['a person', '{"MISCALEV2aa":{"impedance":503,"weight_unit":"kg","weight":72}}', 'person_mode'],
    ['two scales', '{"MISCALEV1aa":{"weight":1},"MISCALEV1bb":{"weight":2}}', 'ambiguous', { unit: 'kg' }],
    [
      'the named of two',
      '{"MISCALEV1aa":{"weight":1},"MISCALEV1bb":{"weight":2}}',
      2000,
      { unit: 'kg', field: 'MISCALEV1bb' },
    ],
    ['none', '{"ATC8f6dc4":{"mac":"a4c1388f6dc4"}}', 'no_weight'],
  ],
  'xiaomi-mi-scale': [
    ['a person', '{"weight":72.1,"weight_unit":"kg","impedance":"500","lean_body_mass":50}', 'person_mode'],
    ['pounds', '{"weight":20,"weight_unit":"lbs","timestamp":"2026-11-20T10:15:00+00:00"}', { grams: 9072, at: null }],
  ],
  esphome: [
    ['whole units', '12', 12000, { unit: 'kg' }],
    ['three decimals', '12.345', 12345, { unit: 'kg' }],
    ['a negative', '-0.5', -500, { unit: 'kg' }],
    ['nan', 'nan', { grams: null, status: 'fault' }, { unit: 'kg' }],
    ['NaN', 'NaN', { grams: null, status: 'fault' }, { unit: 'kg' }],
    ['infinity', '-inf', { grams: null, status: 'fault' }, { unit: 'kg' }],
    ['hexadecimal', '0x10', 'bad_weight', { unit: 'kg' }],
    ['a unit behind it', '12 kg', 'bad_weight', { unit: 'kg' }],
    ['nothing', '', 'empty', { unit: 'kg' }],
    ['a comma', '12,5', 'bad_weight', { unit: 'kg' }],
  ],
  json: [
    ['a path', '{"a":{"b":{"w":1.5}}}', 1500, { field: 'a.b.w', unit: 'kg' }],
    ['a number as text', '{"w":" 1.5 "}', 1500, { field: 'w', unit: 'kg' }],
    ['a value with its unit', '{"w":{"value":3,"unit":"lb"}}', 1361, { field: 'w', unit: 'kg' }],
    ['a prototype', '{"w":1}', 'no_weight', { field: '__proto__.w', unit: 'kg' }],
    ['a constructor', '{"w":1}', 'no_weight', { field: 'constructor', unit: 'kg' }],
    ['true', '{"w":true}', 'bad_weight', { field: 'w', unit: 'kg' }],
    ['raw counts', '{"w_v":77101}', 2355, { field: 'w_v', unit: 'g', factor: 0.05, offsetGrams: -1500 }],
    ['no field in the registry', '{"weight":1}', 'no_field', { unit: 'kg' }],
  ],
  theengs: [
    ['pounds', '{"weighing_mode":"object","unit":"lb","weight":20}', 9072],
    ['half values of old firmware', '{"model":"XMTZC04HM","weight":10}', 9072, { unit: 'lb', factor: 2 }],
    ['a negative of a kitchen scale', '{"model_id":"SKALE","weight":-92.8}', -93],
    ['a person', WEIGHING('person'), 'person_mode'],
    ['a body', WEIGHING('object', ',"impedance":503'), 'person_mode'],
    ['an unknown mode', WEIGHING('pet'), 'person_mode'],
    ['another unit', '{"unit":"st","weight":1}', 'bad_unit', { unit: 'kg' }],
    ['another device', '{"id":"AA:BB","unit":"kg","weight":1}', 'other_device', { address: 'c8478cd10ebe' }],
    ['this device', '{"id":"C8:47:8C:D1:0E:BE","unit":"kg","weight":1}', 1000, { address: 'c8478cd10ebe' }],
  ],
  bthome: [
    ['kilograms', BTHOME('40065e1f'), 80300],
    ['pounds', BTHOME('40073e1d'), 33956],
    ['mass behind others', BTHOME('400009016402ca09065e1f'), 80300],
    ['the longest mass', BTHOME('4006ffff'), 655350],
    ['encrypted', BTHOME('41a47266c95f730011223378237214'), 'encrypted'],
    ['version 1', BTHOME('2006 5e1f'.replace(' ', '')), 'bad_version'],
    ['no mass', BTHOME('400164'), 'no_weight'],
    ['half a mass', BTHOME('40065e'), 'truncated'],
    ['two masses', BTHOME('40065e1f065e1f'), 'ambiguous'],
    ['an object that nobody knows', BTHOME('40ee065e1f'), 'unknown_object'],
    ['a text before it', BTHOME('4053026869065e1f'), 80300],
    ['another service', BTHOME('40065e1f', '0x181d'), 'no_weight'],
    ['no hexadecimal', BTHOME('40zz'), 'bad_servicedata'],
  ],
  senml: [
    ['base value and base unit', '[{"bn":"a:","bu":"kg","bv":10},{"n":"w","v":2.345}]', { grams: 12345, at: null }],
    ['grams', '[{"n":"w","u":"g","v":412300}]', 412300],
    ['a relative time', '[{"n":"w","u":"kg","t":-5,"v":1}]', { at: new Date(RECEIVED_AT.getTime() - 5_000) }],
    ['base time and time', '[{"bt":1763632800,"n":"w","u":"kg","t":-0.5,"v":1}]', { at: new Date(1763632799500) }],
    ['the newest of one name', '[{"bn":"w","bu":"kg","t":-1,"v":2},{"t":-5,"v":1}]', 2000],
    ['two names', '[{"bn":"a:","bu":"kg","n":"x","v":1},{"n":"y","v":2}]', 'ambiguous'],
    ['the named of two', '[{"bn":"a:","bu":"kg","n":"x","v":1},{"n":"y","v":2}]', 2000, { field: 'y' }],
    ['the wholly named', '[{"bn":"a:","bu":"kg","n":"x","v":1},{"n":"y","v":2}]', 1000, { field: 'a:x' }],
    ['other quantities beside it', '[{"bn":"a:","n":"t","u":"Cel","v":4},{"n":"w","u":"kg","v":1}]', 1000],
    ['only others', '[{"n":"t","u":"Cel","v":4}]', 'no_weight'],
    ['a label that must be understood', '[{"n":"w","u":"kg","v":1,"x_":1}]', 'bad_label'],
    ['a text as value', '[{"n":"w","u":"kg","v":"1"}]', 'bad_v'],
    ['no list', '{"n":"w","u":"kg","v":1}', 'not_a_pack'],
  ],
  'ttn-v3': [
    ['a bare number', TTN({ decoded_payload: { weight: 4.5 } }), 4500, { unit: 'kg' }],
    ['a path', TTN({ decoded_payload: { scale: { kg: 4.5 } } }), 4500, { unit: 'kg', field: 'scale.kg' }],
    ['a weight that was left out', TTN({ decoded_payload: { battery: 3 } }), 'no_weight', { unit: 'kg' }],
    [
      'the network’s clock',
      TTN({ received_at: '2026-11-20T09:59:59.123456789Z', decoded_payload: { weight: 1 } }),
      { at: new Date('2026-11-20T09:59:59.123Z') },
      { unit: 'kg' },
    ],
    [
      'a simulated uplink',
      '{"simulated":true,"uplink_message":{"decoded_payload":{"weight":1}}}',
      'simulated',
      { unit: 'kg' },
    ],
    ['another port', TTN({ f_port: 2, decoded_payload: { weight: 1 } }), 'other_port', { unit: 'kg', port: 1 }],
    ['port 0, left out', TTN({ decoded_payload: { weight: 1 } }), 'other_port', { unit: 'kg', port: 1 }],
    ['a join', '{"join_accept":{}}', 'no_uplink', { unit: 'kg' }],
  ],
  'chirpstack-v4': [
    [
      'a decoded object',
      '{"time":"2026-11-20T09:00:00.5+00:00","fPort":1,"object":{"weight":12.5}}',
      { grams: 12500, at: new Date('2026-11-20T09:00:00.500Z') },
      { unit: 'kg' },
    ],
    ['no object', '{"fPort":1,"data":"AQ=="}', 'not_decoded', { unit: 'kg' }],
    ['another port', '{"fPort":5,"object":{"weight":1}}', 'other_port', { unit: 'kg', port: 1 }],
  ],
  'decentlab-kl66': [
    ['ChirpStack’s bytes', JSON.stringify({ deviceInfo: {}, data: KL66 }), -48, { f0: 15383.72, k: 46.4859 }],
    ['ChirpStack’s object', JSON.stringify({ deviceInfo: {}, object: { weight: { value: 1.5, unit: 'kg' } } }), 1500],
    ['another version', JSON.stringify({ data: 'AQPUAAM79n//O/YMYA==' }), 'bad_version', { f0: 1, k: 1 }],
    ['battery only', JSON.stringify({ data: 'AgPUAAIMYA==' }), 'no_weight', { f0: 1, k: 1 }],
    ['no measurement interval', JSON.stringify({ data: 'AgPUAAM79gAAO/YMYA==' }), 'bad_weight', { f0: 1, k: 1 }],
    ['no base64', JSON.stringify({ data: '!' }), 'bad_payload', { f0: 1, k: 1 }],
  ],
  'mt-sics': [
    ['dynamic', 'S D      12.34 kg\r\n', { grams: 12340, stable: false }],
    ['underload', 'S -\r\n', { grams: null, status: 'underload' }],
    ['not executable', 'S I\r\n', 'not_executable'],
    ['an error', 'ES\r\n', 'no_weight'],
    ['a tare', 'TA A     100.00 g\r\n', 'no_weight'],
    ['two lines at once', 'S D      1.00 g\r\nS S      2.00 g\r\n', { grams: 2, stable: true }],
    ['half a line', '100.00 g\r\n', 'not_mt_sics'],
    ['an unknown unit', 'S S     100.00 ct\r\n', 'bad_unit'],
    ['pieces', 'S S     100 PCS\r\n', 'bad_unit'],
    ['pounds', 'S S     1.000 lb\r\n', 454],
    ['no number', 'S S     ------ g\r\n', 'bad_weight'],
  ],
  'a-and-d': [
    ['two fields', 'ST,+00012.34 kg\r\n', { grams: 12340, untaredGrams: null, stable: true }],
    ['unstable', 'US,GS,+0012.34kg\r\n', { grams: 12340, untaredGrams: 12340, stable: false }],
    ['counting', 'QT,+0000012 PC\r\n', 'counting_mode'],
    ['a tare value', 'ST,TR,+0012.34kg\r\n', 'tare_value'],
    ['out of range', 'OL,GS,         kg\r\n', { grams: null, status: 'overload' }],
    ['below range', 'LO,GS,         kg\r\n', { grams: null, status: 'underload' }],
    ['pieces', 'ST,+0000012 PC\r\n', 'bad_unit'],
    ['four fields', 'ST,GS,1,+0012.34kg\r\n', 'bad_line'],
    ['another header', 'XX,GS,+0012.34kg\r\n', 'bad_status'],
    ['no unit', 'ST,GS,+0012.34\r\n', 12340, { unit: 'kg' }],
  ],
  'dini-argeo': [
    ['without an address', 'US,NT,   -12.5,kg\r\n', { grams: -12500, untaredGrams: null, stable: false }],
    ['extended', '01ST,NT,    10.0,PT    20.8,         0,kg\r\n', { grams: 10000, stable: true }],
    ['overload', '01OL,GS,  9999.9,kg\r\n', { grams: null, status: 'overload' }],
    ['underload', 'UL,GS,   -99.9,kg\r\n', { grams: null, status: 'underload' }],
    ['not level', 'TL,GS,     0.0,kg\r\n', { grams: null, status: 'fault' }],
    ['the other on the bus', '02ST,GS,     1.0,kg\r\n', 'other_device', { address: '01' }],
    ['its own on the bus', '01ST,GS,     1.0,kg\r\n', 1000, { address: '1' }],
    ['an A&D', 'ST,+00012.34 kg\r\n', 'bad_line'],
  ],
};

const ROWS = Object.entries(CASES).flatMap(([dialect, cases]) =>
  cases.map(([name, payload, expected, settings]) => ({ dialect, name, payload, expected, settings: settings ?? {} })),
);

describe('codecs', () => {
  it.each(ROWS)('$dialect: $name', ({ dialect, payload, expected, settings }) => {
    const decoded = decodeWeight(dialect as ForeignScaleDialect, messageOf(payload), settings);
    if (typeof expected === 'string') expect(decoded).toMatchObject({ ok: false, reason: expected });
    else
      expect(decoded).toMatchObject({
        ok: true,
        message: typeof expected === 'number' ? { grams: expected } : expected,
      });
  });

  it.each(Object.keys(CASES))('%s takes no more than 16 KiB', (dialect) => {
    const decoded = decodeWeight(dialect as ForeignScaleDialect, messageOf(' '.repeat(16 * 1024 + 1)), {});
    expect(decoded).toEqual({ ok: false, reason: 'too_large' });
  });
});
