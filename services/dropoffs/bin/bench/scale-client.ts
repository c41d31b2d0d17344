import { topicOf } from '@selvbetjent/devices';
import { connectAsync, type MqttClient } from 'mqtt';
import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { BENCH_STATION } from '../running-service';

export interface BenchReading {
  at: number;
  grams: number;
}

/** A scale with a connection of its own, one boot, and seqs from 1; it knows how far it is acknowledged. */
export class ScaleClient {
  readonly boot = randomBytes(8).toString('hex');
  ackedSeq = 0;
  private lastSeq = 0;
  private waiting: { seq: number; resolve: () => void }[] = [];

  private constructor(
    private readonly client: MqttClient,
    private readonly deviceId: string,
  ) {
    // Else each acknowledgement of ours holds the next message back for 40 ms.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    client.on('message', (_topic, payload) => this.hear(payload.toString()));
  }

  static async connect(mqttUrl: string, deviceId: string): Promise<ScaleClient> {
    const client = await connectAsync(mqttUrl, { protocolVersion: 4, clientId: deviceId });
    const scale = new ScaleClient(client, deviceId);
    await client.subscribeAsync(topicOf(BENCH_STATION, deviceId, 'ack'), { qos: 1 });
    return scale;
  }

  /** @returns the milliseconds from sending to the acknowledgement that covers the last of them. */
  async send(readings: readonly BenchReading[]): Promise<number> {
    const numbered = readings.map(({ at, grams }) => ({
      seq: (this.lastSeq += 1),
      at: new Date(at).toISOString(),
      grams,
      status: 'ok',
    }));
    const seq = this.lastSeq;
    const startedMs = performance.now();
    const acked = new Promise<void>((resolve) => this.waiting.push({ seq, resolve }));
    const payload = JSON.stringify({ boot: this.boot, sentAt: new Date().toISOString(), readings: numbered });
    this.client.publish(topicOf(BENCH_STATION, this.deviceId, 'readings'), payload, { qos: 1 });
    await acked;
    return performance.now() - startedMs;
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }

  private hear(payload: string): void {
    const { boot, seq = 0 } = JSON.parse(payload) as { boot: string; seq?: number };
    if (boot !== this.boot || seq <= this.ackedSeq) return;
    this.ackedSeq = seq;
    const covered = this.waiting.filter((it) => it.seq <= seq);
    this.waiting = this.waiting.filter((it) => it.seq > seq);
    for (const { resolve } of covered) resolve();
  }
}

/** Sends batches, at most so many of them unacknowledged. */
export async function sendInWindow(
  scale: ScaleClient,
  batches: readonly (readonly BenchReading[])[],
  window: number,
): Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  for (const batch of batches) {
    const sending: Promise<unknown> = scale.send(batch).then(() => underWay.delete(sending));
    underWay.add(sending);
    if (underWay.size >= window) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}
