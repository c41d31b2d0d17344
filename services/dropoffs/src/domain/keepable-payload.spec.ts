import { expect, it } from '@jest/globals';
import { keepablePayload } from './keepable-payload';

const redact = (text: string): string => text.replace(/"token":"[^"]*"/g, '"token":"[redacted]"');
const bytes = (text: string): Buffer => Buffer.from(text);

it.each([
  ['plain rubbish', bytes('{"boot":'), 'not_json', '{"boot":', true],
  ['a token', bytes('{"token":"abc","kg":1}'), 'bad_boot', '{"token":"[redacted]","kg":1}', false],
  ['a radio key', bytes('{"appSKey": "00ff"}'), 'bad_boot', '{"appSKey": "[redacted]"}', false],
  ['a person', bytes('{"weight":71.3}'), 'person_mode', '', false],
  ['too much', bytes('x'.repeat(20_000)), 'too_large', 'x'.repeat(16_384), false],
])('keeps what may be kept of %s', (_name, payload, reason, kept, whole) => {
  expect(keepablePayload(payload, reason, redact)).toEqual({ payload: bytes(kept), whole });
});

it('keeps bytes that are no text as they came', () => {
  const payload = Buffer.from([0xff, 0xfe, 0, 1]);
  expect(keepablePayload(payload, 'not_json', redact)).toEqual({ payload, whole: true });
});
