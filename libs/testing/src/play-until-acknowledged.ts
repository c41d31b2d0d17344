import { connectAsync, type MqttClient } from 'mqtt';
import { setTimeout as delay } from 'node:timers/promises';

const SHORTEST_PAUSE_MS = 3_000;
const LONGEST_PAUSE_MS = 12_000;
const POLL_MS = 50;
const HANG_MS = 600_000;

export interface PlayedMessage {
  topic: string;
  payload: string;
  retain: boolean;
}

/** What a native message needs acknowledged: the highest seq of its readings or changes, per boot. */
interface Pending {
  message: PlayedMessage;
  ackTopic: string;
  boot: string;
  seq: number;
}

/**
 * Publishes native messages in this order and, as devices do, publishes those again that our `ack` doesn't cover, until it
 * covers all: whenever nothing was acknowledged for a while, each time a little later. Whoever says everything again while
 * it is being worked off only makes the queue longer. `onProgress` is called after each message of the first round.
 */
export async function playUntilAcknowledged(
  mqttUrl: string,
  messages: readonly PlayedMessage[],
  onProgress: (published: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const pending = messages.map(pendingOf);
  const acknowledged = new Map<string, number>();
  const client = await connectAsync(mqttUrl, { protocolVersion: 4, reconnectPeriod: 200 });
  client.on('message', (topic, payload) => noteAck(acknowledged, topic, payload.toString()));
  await client.subscribeAsync([...new Set(pending.map(({ ackTopic }) => ackTopic))], { qos: 1 });
  try {
    await playOnce(client, pending, onProgress);
    await repeatUntilCovered(client, pending, acknowledged);
  } finally {
    await client.endAsync(true);
  }
}

async function playOnce(
  client: MqttClient,
  pending: readonly Pending[],
  onProgress: (published: number) => Promise<void>,
): Promise<void> {
  for (const [index, { message }] of pending.entries()) {
    await client.publishAsync(message.topic, message.payload, { qos: 1, retain: message.retain });
    await onProgress(index + 1);
  }
}

async function repeatUntilCovered(
  client: MqttClient,
  pending: readonly Pending[],
  acknowledged: ReadonlyMap<string, number>,
): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  const missing = (): Pending[] =>
    pending.filter(({ ackTopic, boot, seq }) => (acknowledged.get(`${ackTopic} ${boot}`) ?? 0) < seq);
  let open = missing();
  let pauseMs = SHORTEST_PAUSE_MS;
  while (open.length > 0) {
    if (performance.now() > deadline)
      throw new Error(`${open.length} messages are never acknowledged, e.g. ${open[0]?.message.topic}`);
    const known = open.length;
    for (let waitedMs = 0; waitedMs < pauseMs && open.length === known; waitedMs += POLL_MS) {
      await delay(POLL_MS);
      open = missing();
    }
    if (open.length < known) pauseMs = SHORTEST_PAUSE_MS;
    else {
      for (const { message } of open)
        await client.publishAsync(message.topic, message.payload, { qos: 1, retain: message.retain });
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }
}

function pendingOf(message: PlayedMessage): Pending {
  const body = JSON.parse(message.payload) as {
    boot: string;
    readings?: { seq: number }[];
    changes?: { seq: number }[];
  };
  const seqs = (body.readings ?? body.changes ?? []).map(({ seq }) => seq);
  return { message, ackTopic: message.topic.replace(/[^/]+$/, 'ack'), boot: body.boot, seq: Math.max(0, ...seqs) };
}

function noteAck(acknowledged: Map<string, number>, topic: string, payload: string): void {
  const { boot, seq } = JSON.parse(payload) as { boot: string; seq?: number };
  if (seq === undefined) return;
  const key = `${topic} ${boot}`;
  acknowledged.set(key, Math.max(acknowledged.get(key) ?? 0, seq));
}
