import { expect, it } from '@jest/globals';
import { contactAfter } from './contact';

const CONTACT = new Date('2026-11-20T10:00:00Z');

it.each([
  ['2026-11-20T09:59:00Z', 'kept'],
  ['2026-11-20T11:05:00Z', 'kept'],
  ['2026-11-20T11:05:01Z', 'lost'],
  ['2026-11-27T10:00:00Z', 'lost'],
  ['2026-11-27T10:00:01Z', 'expired'],
])('at %s contact is %s', (now, expected) => {
  expect(contactAfter(CONTACT, new Date(now))).toBe(expected);
});
