import { decodeDoorResult, decodeDoorState, encodeUnlockCommand, topicOf } from '@selvbetjent/devices';
import { connect } from 'mqtt';
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Client } from 'pg';

/**
 * The bare floor under an unlock: HTTP in, one command with the door's newest nonce, that command's own result, HTTP out. Nothing is
 * verified, decided or kept; what is left is what no adapter for such a door can save. A process of its own, as access is.
 *
 * With a database URL, the durable floor: a row commits before the command leaves, and its outcome before the answer. That is what
 * opening at most once, and remembering it, costs anybody.
 */
async function run([mqttUrl = '', stationId = '', doorId = '', port = '', databaseUrl]: string[]): Promise<void> {
  const records = databaseUrl === undefined ? null : await Records.open(databaseUrl);
  const waiting = new Map<string, () => void>();
  let nonce = '';
  let nonceAtMs = 0;
  const client = connect(mqttUrl, { protocolVersion: 4, clean: true });
  client.on('connect', () => {
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    client.subscribe([topicOf(stationId, doorId, 'state'), topicOf(stationId, doorId, 'result')], { qos: 1 });
  });
  client.on('message', (topic, payload) => {
    if (topic.endsWith('/result')) {
      const decoded = decodeDoorResult(payload);
      if (decoded.ok && decoded.message.result === 'unlocked') waiting.get(decoded.message.id)?.();
      return;
    }
    const decoded = decodeDoorState(payload);
    if (!decoded.ok || !decoded.message.nonce || decoded.message.nonce === nonce) return;
    nonce = decoded.message.nonce;
    nonceAtMs = performance.now();
  });
  const unlock = async (response: ServerResponse): Promise<void> => {
    const id = randomUUID();
    await records?.begin(id);
    const unlocked = new Promise<void>((resolve) => waiting.set(id, resolve));
    const nonceAgeMs = Math.floor(performance.now() - nonceAtMs);
    const command = encodeUnlockCommand({ id, nonce, nonceAgeMs, ttlMs: 5_000, holdSeconds: 10 });
    client.publish(topicOf(stationId, doorId, 'command'), command, { qos: 1 });
    await unlocked;
    waiting.delete(id);
    await records?.end(id);
    response.end('unlocked');
  };
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.writeHead(nonce ? 200 : 503).end();
    unlock(response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(Number(port), '127.0.0.1');
}

/** The least that is durable: two statements, each its own transaction, on one connection. */
class Records {
  private constructor(private readonly client: Client) {}

  static async open(connectionString: string): Promise<Records> {
    const client = new Client({ connectionString });
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS unlock_floor (id uuid PRIMARY KEY, state text NOT NULL)');
    return new Records(client);
  }

  async begin(id: string): Promise<void> {
    await this.client.query('INSERT INTO unlock_floor VALUES ($1, $2)', [id, 'sent']);
  }

  async end(id: string): Promise<void> {
    await this.client.query('UPDATE unlock_floor SET state = $2 WHERE id = $1', [id, 'unlocked']);
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
