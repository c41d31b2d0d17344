import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { FaultProxy } from './fault-proxy';

let echo: Server;
let proxy: FaultProxy;

beforeAll(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await FaultProxy.before(`tcp://127.0.0.1:${(echo.address() as AddressInfo).port}`);
});

afterEach(() => {
  proxy.heal();
  proxy.reset();
});

afterAll(async () => {
  await proxy.close();
  echo.close();
});

function dialling(): Socket {
  const { port } = new URL(proxy.through('tcp://somewhere:1'));
  return connect(Number(port), '127.0.0.1').on('error', () => undefined);
}

async function dial(): Promise<Socket> {
  const socket = dialling();
  await once(socket, 'connect');
  return socket;
}

function faultOf(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => socket.once('close', () => resolve(socket.errored?.message)));
}

async function said(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
}

it('passes everything on, both ways', async () => {
  const socket = await dial();
  expect(await said(socket, 'hello')).toBe('hello');
  const large = Buffer.alloc(5_000_000, 'x');
  socket.write(large);
  let received = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received === large.length) break;
  }
  expect(received).toBe(large.length);
});

it('resets all connections, and takes none until it heals', async () => {
  const socket = await dial();
  await said(socket, 'hello');
  const fault = faultOf(socket);
  proxy.cut();
  expect(await fault).toMatch(/ECONNRESET/);
  expect(await faultOf(dialling())).toMatch(/ECONNRESET/);
  proxy.heal();
  expect(await said(await dial(), 'again')).toBe('again');
});

it('lets nothing pass while it is frozen, and all of it in its order afterwards', async () => {
  const socket = await dial();
  await said(socket, 'hello');
  proxy.freeze();
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  for (const word of ['one ', 'two ', 'three']) socket.write(word);
  await roundTripBeside();
  expect(heard).toBe('');
  proxy.heal();
  while (heard.length < 'one two three'.length) await once(socket, 'data');
  expect(heard).toBe('one two three');
});

/** Past the frozen link: what was going to come would have come by now. */
async function roundTripBeside(): Promise<void> {
  const socket = connect((echo.address() as AddressInfo).port, '127.0.0.1');
  await said(socket, 'time passes');
  socket.destroy();
}

it('slows everything and keeps its order', async () => {
  const socket = await dial();
  proxy.slow(20);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  for (const word of ['one ', 'two ', 'three']) socket.write(word);
  while (heard.length < 'one two three'.length) await once(socket, 'data');
  expect(heard).toBe('one two three');
});
