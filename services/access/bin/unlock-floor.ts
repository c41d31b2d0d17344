import { decodeDoorResult, decodeDoorState, encodeUnlockCommand, topicOf } from '@selvbetjent/devices';
import { connect } from 'mqtt';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Socket } from 'node:net';

/**
 * The bare floor under an unlock: HTTP in, one command with the door's newest nonce, that command's own result, HTTP out. Nothing is
 * verified, decided or kept; what is left is what no adapter for such a door can save. A process of its own, as access is.
 */
function run([mqttUrl = '', stationId = '', doorId = '', port = '']: string[]): void {
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
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.writeHead(nonce ? 200 : 503).end();
    const id = randomUUID();
    waiting.set(id, () => {
      waiting.delete(id);
      response.end('unlocked');
    });
    const nonceAgeMs = Math.floor(performance.now() - nonceAtMs);
    const command = encodeUnlockCommand({ id, nonce, nonceAgeMs, ttlMs: 5_000, holdSeconds: 10 });
    client.publish(topicOf(stationId, doorId, 'command'), command, { qos: 1 });
  });
  server.listen(Number(port), '127.0.0.1');
}

run(process.argv.slice(2));
