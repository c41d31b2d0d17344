import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topicOf } from '@selvbetjent/devices';
import { type RunningService, startService } from '@selvbetjent/platform';
import { describeDropoffs } from './dropoffs.module';
import { configOf, type DropoffsSystem, readingsTopic, startDropoffs, until } from './dropoffs.test-kit';
import { ScaleListener } from './scale.listener';
import { aStation } from './story.test-kit';

let system: DropoffsSystem;
let standby: RunningService | null = null;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(async () => {
  await standby?.close();
  await system?.stop();
});

/** As a scale does: sends a reading of its own boot again and again until it is acknowledged. */
async function insist(boot: string): Promise<void> {
  const acks: string[] = [];
  system.device.on('message', (_topic, payload) => acks.push(payload.toString()));
  await system.device.subscribeAsync(topicOf('trosterud', 'ombruk-vekt', 'ack'), { qos: 1 });
  const readings = [{ seq: 1, at: '2026-01-05T09:00:00Z', grams: 1_000, status: 'ok' }];
  await until(async () => {
    await system.device.publishAsync(readingsTopic('ombruk-vekt'), JSON.stringify({ boot, readings }), { qos: 1 });
    return acks.some((ack) => ack.includes(boot));
  });
}

describe('an outage', () => {
  it('of NATS delays facts, not readings and kilos', async () => {
    const story = await aStation(system, 'uten-nats');
    const day = story.day([{ at: '09:05', grams: 12_300 }]);
    await story.publishVisits(day);
    await system.caughtUp();
    await system.infrastructure.killNats();
    await story.play(day.messages);
    await until(async () => (await story.rows(0)).length > 0);
    await system.infrastructure.startNats();
    await story.weighed(day);
    expect(await story.sums()).toEqual({ '{visit 0}': 12_300 });
  });

  it('of a broker that forgets everything ends with the listener subscribed again', async () => {
    await system.infrastructure.killMqtt();
    await system.infrastructure.startMqtt();
    await until(() => system.device.connected);
    await insist('after-the-broker-came-back');
  });

  it('of the active replica is over as soon as the one that stood by takes over', async () => {
    standby = await startService(describeDropoffs(configOf(system.infrastructure)));
    const listener = standby.app.get(ScaleListener);
    await insist('while-two-run');
    expect(listener.subscriptions.size).toBe(0);
    await system.closeService();
    await insist('after-the-change');
    await until(() => listener.subscriptions.size > 0);
  });
});
