import { once } from 'node:events';
import { createServer, Socket, type AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';

export interface HeardMessage {
  topic: string;
  body: Record<string, unknown>;
  retain: boolean;
}

/** A real broker on a port of its own, with a client that hears everything. For specs. */
export class SpecBroker {
  readonly heard: HeardMessage[] = [];
  private wake: (() => void)[] = [];

  private constructor(
    readonly url: string,
    private readonly client: MqttClient,
    private readonly end: () => Promise<void>,
  ) {
    client.on('message', (topic, payload, packet) => {
      const body = JSON.parse(payload.toString()) as Record<string, unknown>;
      this.heard.push({ topic, body, retain: packet.retain });
      for (const wake of this.wake.splice(0)) wake();
    });
  }

  static async start(port = 0): Promise<SpecBroker> {
    const aedes = await Aedes.createBroker();
    const server = createServer({ noDelay: true }, aedes.handle);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = await connectAsync(url, { protocolVersion: 4 });
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    const broker = new SpecBroker(url, client, async () => {
      await client.endAsync(true);
      await new Promise<void>((resolve) => aedes.close(resolve));
      await new Promise((resolve) => server.close(resolve));
    });
    await client.subscribeAsync('#', { qos: 1 });
    return broker;
  }

  publish(topic: string, body: unknown, retain = false): Promise<unknown> {
    return this.client.publishAsync(topic, typeof body === 'string' ? body : JSON.stringify(body), { qos: 1, retain });
  }

  /** The newest of the messages that end in this channel and match, waiting for one if there is none yet. */
  async hears<T>(channel: string, matches: (body: T) => boolean = () => true, from = 0): Promise<T> {
    for (;;) {
      const found = this.bodies<T>(channel, from).filter(matches).pop();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.wake.push(resolve));
    }
  }

  bodies<T>(channel: string, from = 0): T[] {
    return this.heard
      .slice(from)
      .filter(({ topic }) => topic.endsWith(`/${channel}`))
      .map(({ body }) => body as T);
  }

  stop(): Promise<void> {
    return this.end();
  }
}

/** Lets the network go on until the condition holds; fails when it doesn't after very many turns. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100_000; turn += 1) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('the awaited condition never held');
}
