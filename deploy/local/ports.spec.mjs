import { once } from 'node:events';
import { createServer } from 'node:net';
import { choosePorts } from './ports.mjs';

const host = '127.0.0.1';

async function occupied() {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return { port: server.address().port, free: () => server.close() };
}

test('explicit ports are used exactly, 0 and unset ones are found, all different', async () => {
  const { port, free } = await occupied();
  free();
  const ports = await choosePorts([
    { name: 'nats', host, wanted: undefined },
    { name: 'portal', host, wanted: port },
    { name: 'access', host, wanted: 0 },
  ]);
  expect(ports.portal).toBe(port);
  expect(new Set(Object.values(ports)).size).toBe(3);
  expect(Object.values(ports).every((chosen) => chosen > 0)).toBe(true);
});

test('every explicit port that is taken is named, with what to do', async () => {
  const [one, other] = [await occupied(), await occupied()];
  const chosen = choosePorts([
    { name: 'portal', host, wanted: one.port },
    { name: 'mqtt', host, wanted: other.port },
  ]);
  await expect(chosen).rejects.toThrow(
    `PORT=${one.port} is taken on 127.0.0.1: stop what listens there, choose another, or unset it for a free one.\n` +
      `MQTT_PORT=${other.port} is taken`,
  );
  one.free();
  other.free();
});

test("an address of another machine is told as HOST's fault, once", async () => {
  const chosen = choosePorts(['portal', 'access'].map((name) => ({ name, host: '192.0.2.1', wanted: undefined })));
  await expect(chosen).rejects.toThrow(/^HOST=192\.0\.2\.1 is not an address of this machine[^\n]*$/);
});
