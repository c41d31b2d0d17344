import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { explain, simulate } from '@selvbetjent/testing';
import { repeatOf } from '../domain/attempt';
import { type DoorMistakes, doorsCore } from './doors.world.test-kit';
import { type HoursMistakes, hoursCore } from './hours.world.test-kit';

const DOOR_STEPS = Number(process.env.SIMULATED_STEPS ?? 350_000);
const HOURS_STEPS = Number(process.env.SIMULATED_STEPS ?? 250_000);
/** A planted mistake must show within so many. */
const ENOUGH_STEPS = 100_000;
/** Nothing waits in here: a slow or busy machine only takes longer. */
jest.setTimeout(900_000);

beforeAll(() => {
  Logger.overrideLogger(false);
});
afterAll(() => {
  Logger.overrideLogger(['log']);
});

describe(`doors, over ${DOOR_STEPS} steps`, () => {
  it('move once for a command, in time, within the hours, and nobody is told otherwise', async () => {
    const core = doorsCore();
    const { steps, seeds, failure } = await simulate(core, { firstSeed: 1, steps: DOOR_STEPS });
    process.stdout.write(`doors: ${steps} steps of ${seeds} seeds\n`);
    expect(await explain(core, failure)).toBeNull();
  });

  it.each<[string, DoorMistakes, string]>([
    ['a nonce whose age nobody looks at', { ignoresNonceAge: true }, 'late'],
    ['SUCCESS as soon as the command has left', { successOnPublish: true }, 'untrue'],
    ['an answer that was meant for another command', { anyResultCounts: true }, 'untrue'],
    ['two commands at once', { noClaim: true }, 'claims'],
    ['a command that outlives the hours', { ignoresClosing: true }, 'hours'],
    ['a repeat of what nobody knows the end of', { repeatOf: unknownIsAfresh }, 'denied'],
  ])('find %s', async (_name, mistakes, broken) => {
    const { failure } = await simulate(doorsCore(mistakes), { firstSeed: 1, steps: ENOUGH_STEPS });
    expect(failure?.broken.split(':')[0]).toBe(broken);
  });
});

describe(`hours, over ${HOURS_STEPS} steps`, () => {
  it('open and close as a calendar on the wall says', async () => {
    const core = hoursCore();
    const { steps, seeds, failure } = await simulate(core, { firstSeed: 1, steps: HOURS_STEPS });
    process.stdout.write(`hours: ${steps} steps of ${seeds} seeds\n`);
    expect(await explain(core, failure)).toBeNull();
  });

  it.each<[string, HoursMistakes]>([
    ['hours in UTC', { spoilt: (station) => ({ ...station, timeZone: 'UTC' }) }],
    ['hours that end a moment late', { shiftMs: (atMs) => atMs - 1 }],
    ['exceptions that nobody reads', { spoilt: (station) => ({ ...station, exceptions: [] }) }],
    ['closures that nobody reads', { spoilt: (station) => ({ ...station, closures: [] }) }],
  ])('find %s', async (_name, mistakes) => {
    const { failure } = await simulate(hoursCore(mistakes), { firstSeed: 1, steps: ENOUGH_STEPS });
    expect(failure).not.toBeNull();
  });
});

function unknownIsAfresh(...[state, reason]: Parameters<typeof repeatOf>): ReturnType<typeof repeatOf> {
  return state === 'unknown' ? 'afresh' : repeatOf(state, reason);
}
