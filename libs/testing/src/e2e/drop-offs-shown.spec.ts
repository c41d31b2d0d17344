import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ShownDropOffs } from './shown-drop-offs';

const DROP_OFFS = 20;

let infrastructure: Infrastructure;
let shown: ShownDropOffs;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  shown = await ShownDropOffs.start(infrastructure);
}, 240_000);

afterAll(async () => {
  await shown?.stop();
  await infrastructure?.stop();
}, 60_000);

it(`each of ${DROP_OFFS} drop-offs is told to the dashboard and counted by the API, once`, async () => {
  for (let index = 1; index <= DROP_OFFS; index += 1) {
    const { toldMs } = await shown.enterAndSee();
    expect(toldMs).not.toBeNaN();
    expect(await shown.countedGrams()).toBe(index * 1_000);
  }
}, 150_000);
