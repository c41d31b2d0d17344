import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Runs in a process of its own, because a process reads its time zone once. */
const SCRIPT = `
  const { transformFileSync } = require('@swc/core');
  const options = { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } };
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
  const { compileSchedule, describe, intervals, localDateOf, parseOpeningHours, printOpeningHours, startOfLocalDate, stateAt } = require(${JSON.stringify(join(__dirname, 'index.ts'))});
  const HOURS = 'Mo-Su 22:00-02:30; PH off; Dec 24 10:00-12:00; week 53 Sa 12:00-14:00; easter -1 day 09:00-11:00';
  const schedule = compileSchedule({
    timeZone: 'Europe/Oslo',
    versions: [{ validFrom: '2026-01-01', hours: HOURS }],
    exceptions: [{ date: '2026-10-24', hours: '23:00-26:30' }],
    closures: [],
  });
  const days = Array.from({ length: 400 }, (_, day) => new Date(Date.UTC(2026, 0, 1, 0, 30) + day * 86400000));
  console.log(JSON.stringify({
    offset: new Date('2026-01-15T12:00:00Z').getTimezoneOffset(),
    answers: [
      intervals(schedule, new Date('2026-01-01T00:00:00Z'), new Date('2027-02-01T00:00:00Z')),
      days.map((at) => [stateAt(schedule, at), localDateOf(at, 'Europe/Oslo')]),
      ['2026-03-29', '2026-10-25', '2027-01-01'].map((date) => startOfLocalDate(date, 'Europe/Oslo')),
      printOpeningHours(parseOpeningHours(HOURS)),
      describe(parseOpeningHours(HOURS), 'nb'),
    ],
  }));
`;

interface Answers {
  /** As `getTimezoneOffset`: the process really runs in the zone. */
  offset: number;
  answers: unknown;
}

function answersIn(zone: string): Answers {
  const output = execFileSync(process.execPath, ['--no-warnings', '-e', SCRIPT], {
    cwd: __dirname,
    env: { TZ: zone },
    encoding: 'utf8',
  });
  return JSON.parse(output) as Answers;
}

describe("the process's own time zone", () => {
  const oslo = answersIn('Europe/Oslo');

  it.each([
    ['America/New_York', 300],
    ['Asia/Kathmandu', -345],
    ['UTC', 0],
  ])('%s changes no answer', (zone, offset) => {
    const there = answersIn(zone);
    expect([oslo.offset, there.offset]).toEqual([-60, offset]);
    expect(there.answers).toEqual(oslo.answers);
  });
});
