import { expect, it } from '@jest/globals';
import { quietUntil } from './quiet-hours';

const NIGHT = { from: '22:00', to: '07:00' };

it.each([
  ['before it', NIGHT, '2026-11-20T20:59:59Z', null],
  ['from its first minute', NIGHT, '2026-11-20T21:00:00Z', '2026-11-21T06:00:00Z'],
  ['after midnight', NIGHT, '2026-11-21T03:30:30Z', '2026-11-21T06:00:00Z'],
  ['at its end', NIGHT, '2026-11-21T06:00:00Z', null],
  ['in summer, by local time', NIGHT, '2026-07-20T20:00:00Z', '2026-07-21T05:00:00Z'],
  ['within a day', { from: '12:00', to: '13:00' }, '2026-11-20T11:15:00Z', '2026-11-20T12:00:00Z'],
  ['never, when it has no length', { from: '07:00', to: '07:00' }, '2026-11-20T06:00:00Z', null],
])('quiet time: %s', (_name, hours, now, until) => {
  expect(quietUntil(hours, new Date(now), 'Europe/Oslo')).toEqual(until && new Date(until));
});
