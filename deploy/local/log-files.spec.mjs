import { errorIn, lastError } from './log-files.mjs';

test.each([
  ['{"level":50,"msg":"could not publish","err":{"message":"no connection"}}', 'could not publish: no connection'],
  ['{"level":60,"msg":"gone"}', 'gone'],
  ['{"level":"error","message":"text level"}', 'text level'],
  ['{"level":30,"msg":"fine: error free"}', undefined],
  ['{"level":50, cut off', undefined],
  ['2026-11-20 10:00:00 UTC [7] FATAL:  out of memory', '2026-11-20 10:00:00 UTC [7] FATAL:  out of memory'],
  ['[12] 2026/11/20 [ERR] JetStream: no space', '[12] 2026/11/20 [ERR] JetStream: no space'],
  [
    "TypeError: Cannot read properties of undefined (reading 'x')",
    "TypeError: Cannot read properties of undefined (reading 'x')",
  ],
  ['listening, 0 errors', undefined],
])('%s', (line, expected) => {
  expect(errorIn(line)).toBe(expected);
});

test('the last error of a tail is told, or else its last line', () => {
  expect(lastError('Error: first\n    at somewhere\n\nNode.js v20\n')).toBe('Error: first');
  expect(lastError('starting\nstill starting\n')).toBe('still starting');
  expect(lastError('')).toBe('');
});
