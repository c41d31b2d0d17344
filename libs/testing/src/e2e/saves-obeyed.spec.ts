import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ObeyedSaves } from './obeyed-saves';

const SAVES = 100;

let infrastructure: Infrastructure;
let saves: ObeyedSaves;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  saves = await ObeyedSaves.start(infrastructure);
}, 240_000);

afterAll(async () => {
  await saves?.stop();
  await infrastructure?.stop();
}, 60_000);

it(`${SAVES} saves of hours are obeyed by the door, each once and for good`, async () => {
  for (let index = 0; index < SAVES; index += 1) {
    const { saved, answers } = await saves.saveAndPress(index);
    const [before, after] = saved === 'off' ? ['SUCCESS', 'DENIED'] : ['DENIED', 'SUCCESS'];
    // Until the new hours are there the old ones hold; nothing else, and never back.
    expect(answers).toEqual([...answers.slice(1).map(() => before), after]);
    if (after === 'DENIED') expect(await saves.pressAgain(index)).toBe(after);
  }
}, 300_000);
