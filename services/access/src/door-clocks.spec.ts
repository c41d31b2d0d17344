import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectAsync, type MqttClient } from 'mqtt';
import { type AccessSystem, aStation, keep, sqlOf, startAccess, until } from './access.test-kit';

const HOUR_MS = 3_600_000;
const CONTACTS = 4;

let system: AccessSystem;
let mqtt: MqttClient;
const acknowledged = new Map<string, number>();

beforeAll(async () => {
  system = await startAccess();
  await keep(system, aStation('dogn', '24/7'));
  mqtt = await connectAsync(system.infrastructure.mqttUrl, { protocolVersion: 4 });
  mqtt.on('message', (_topic, payload) => {
    const { boot, seq } = JSON.parse(payload.toString()) as { boot: string; seq?: number };
    if (seq !== undefined) acknowledged.set(boot, seq);
  });
  await mqtt.subscribeAsync('selvbetjent/v1/dogn/dogn-ombruk/ack', { qos: 1 });
});

afterAll(async () => {
  await mqtt?.endAsync(true);
  await system?.stop();
});

/** One boot of the door, with the clock that it has from its start on. */
class Boot {
  private seq = 0;

  constructor(
    readonly boot: string,
    private readonly errorHours: number,
  ) {}

  /** Four messages of the present, the last of which tells of a change. */
  async live(): Promise<this> {
    for (let contact = 1; contact < CONTACTS; contact += 1) await this.say({});
    await this.say({ changes: [this.change()] });
    return this;
  }

  change(): { seq: number; at: Date; open: boolean } {
    this.seq += 1;
    return { seq: this.seq, at: this.now(), open: this.seq % 2 === 1 };
  }

  /** A change of an earlier boot, which this one tells. */
  async tellOf(earlier: Boot): Promise<void> {
    const change = earlier.change();
    await this.say({ boot: earlier.boot, seq: change.seq, historical: true, changes: [change] });
    await until(() => acknowledged.get(earlier.boot) === change.seq);
  }

  private async say(more: object): Promise<void> {
    const state = { boot: this.boot, locked: true, open: false, sentAt: this.now(), ...more };
    await mqtt.publishAsync('selvbetjent/v1/dogn/dogn-ombruk/state', JSON.stringify(state), { qos: 1 });
  }

  private now(): Date {
    return new Date(Date.now() + this.errorHours * HOUR_MS);
  }
}

/** @returns by how many hours each change of the boot was corrected */
async function correctedHours(boot: string, changes: number): Promise<number[]> {
  const rows = (): Promise<{ hours: number }[]> =>
    sqlOf(
      system,
      `SELECT round(extract(epoch FROM at - device_at) / 3600)::int AS hours FROM door_changes WHERE boot = '${boot}' ORDER BY seq`,
    );
  await until(async () => (await rows()).length === changes);
  return (await rows()).map(({ hours }) => hours);
}

describe('the clock of a door', () => {
  it('is that of its boot: one that is newly wrong counts from the first message on', async () => {
    await new Boot('right', 0).live();
    await new Boot('behind', -1).live();
    await new Boot('ahead', 2).live();
    expect(await correctedHours('right', 1)).toEqual([0]);
    expect(await correctedHours('behind', 1)).toEqual([1]);
    expect(await correctedHours('ahead', 1)).toEqual([-2]);
  });

  it('dates what a later boot with another clock tells of it', async () => {
    const [right, wrong] = [await new Boot('once-right', 0).live(), await new Boot('later-wrong', -1).live()];
    await wrong.tellOf(right);
    expect(await correctedHours('once-right', 2)).toEqual([0, 0]);
    const again = await new Boot('right-again', 0).live();
    await again.tellOf(wrong);
    expect(await correctedHours('later-wrong', 2)).toEqual([1, 1]);
  });

  it('is still known to a process that never heard that boot', async () => {
    const wrong = await new Boot('before-restart', -1).live();
    expect(await correctedHours('before-restart', 1)).toEqual([1]);
    await system.access.close();
    system = { ...system, ...(await system.startReplica()) };
    await keep(system, aStation('dogn', '24/7'));
    await new Boot('after-restart', 0).tellOf(wrong);
    expect(await correctedHours('before-restart', 2)).toEqual([1, 1]);
  });

  it('is taken from who tells where its boot was never heard live', async () => {
    const unheard = new Boot('unheard', -1);
    await unheard.tellOf(unheard);
    expect(await correctedHours('unheard', 1)).toEqual([1]);
  });
});
