import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@selvbetjent/testing';
import { connectAsync, type IPublishPacket, type MqttClient } from 'mqtt';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DeviceLink } from './device-link';

const MOSQUITTO = '/usr/sbin/mosquitto';
const TOPIC = 'selvbetjent/v1/dogn/dogn-ombruk/command';
const withMosquitto = existsSync(MOSQUITTO) ? describe : describe.skip;
if (!existsSync(MOSQUITTO)) console.warn(`SKIPPED: no ${MOSQUITTO}, so no command is tried with MQTT 5.`);

let broker: ChildProcess | undefined;
let device: MqttClient | undefined;
let link: DeviceLink | undefined;

afterEach(async () => {
  await link?.beforeApplicationShutdown();
  await device?.endAsync(true);
  broker?.kill();
});

async function connected(url: string): Promise<MqttClient> {
  for (;;) {
    const client = await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 }).catch(() => null);
    if (client) return client;
    await delay(50);
  }
}

withMosquitto('a command over MQTT 5', () => {
  it('is never retained, and its broker drops it with its time', async () => {
    const port = await freePort();
    broker = spawn(MOSQUITTO, ['-p', String(port)], { stdio: 'ignore' });
    const url = `mqtt://127.0.0.1:${port}`;
    device = await connected(url);
    await device.subscribeAsync(TOPIC, { qos: 1 });
    const heard = new Promise<IPublishPacket>((resolve) => {
      device?.once('message', (_topic, _payload, packet) => resolve(packet));
    });
    link = new DeviceLink(url, 5);
    link.listen([TOPIC.replace('command', 'state')], () => undefined);
    link.onApplicationBootstrap();
    while (!link.connected) await delay(20);
    expect(link.publish(TOPIC, 'c', 2_700)).toBe(true);
    const packet = await heard;
    expect(packet.retain).toBe(false);
    // Whole seconds, rounded up; the broker takes off what has passed.
    expect(packet.properties?.messageExpiryInterval).toBeGreaterThan(0);
    expect(packet.properties?.messageExpiryInterval).toBeLessThanOrEqual(3);
  });
});
