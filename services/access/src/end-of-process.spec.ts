import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type AccessSystem, aStation, keep, powerOnDoor, sqlOf, startAccess, until } from './access.test-kit';

const DOOR = 'dogn-ombruk';
let system: AccessSystem;
let door: SimulatedDoor;
let child: ChildProcess;
let unlock: () => Promise<unknown>;

beforeAll(async () => {
  system = await startAccess();
  await keep(system, aStation('dogn', '24/7'));
});

afterAll(() => system?.stop());

beforeEach(async () => {
  const started = await system.startProcess();
  child = started.child;
  unlock = async () => (await started.backend.execute({ thingId: DOOR, actionId: 'unlock' })).body;
  door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl: system.infrastructure.mqttUrl });
  await powerOnDoor(system, door, DOOR);
  await until(async () => ((await unlock()) as { status: string }).status === 'SUCCESS');
  await door.setFaults({ lateAnswerMs: 700 });
});

afterEach(async () => {
  child.kill('SIGKILL');
  await door.powerOff();
});

describe('SIGTERM while a resident waits at a door', () => {
  it.each([
    ['that opens', {}, { status: 'SUCCESS' }, 'unlocked'],
    ['that jams', { jammed: true }, { status: 'ERROR_TEMPORARY', errorDescription: { code: 'jammed' } }, 'failed'],
    [
      'that says nothing',
      { mute: true },
      { status: 'ERROR_TEMPORARY', errorDescription: { code: 'no_answer' } },
      'unknown',
    ],
  ])('%s: the answer is the truth, and the process ends with code 0', async (_, faults, expected, state) => {
    await door.setFaults(faults);
    const before = await attempts();
    const exited = once(child, 'exit');
    const answer = unlock();
    await until(async () => (await attempts()).length > before.length);
    child.kill('SIGTERM');
    expect(await answer).toMatchObject(expected);
    expect(await exited).toEqual([0, null]);
    expect((await attempts())[0]).toEqual({ state });
  });
});

function attempts(): Promise<{ state: string }[]> {
  return sqlOf(system, 'SELECT state FROM attempts ORDER BY requested_at DESC');
}
