import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.mjs';
import { isAlive } from './processes.mjs';
import { stopSurvivors } from './run-dir.mjs';
import { supervise } from './supervise.mjs';

let dataDir;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'selvbetjent-supervise-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const pidFile = () => join(dataDir, 'run', 'echo.pid');
const pidOf = () => Number(readFileSync(pidFile(), 'utf8'));

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', (error) => resolve(error.message));
    socket.on('connect', () => socket.destroy());
  });
}

async function listener(port) {
  const script = `require('net').createServer().listen(${port}, '127.0.0.1')`;
  return { name: 'echo', command: process.execPath, args: ['-e', script], isReady: () => answers(port) };
}

test('a killed program is started again, and stopping leaves nothing', async () => {
  const messages = [];
  let runsAgain;
  const again = new Promise((resolve) => (runsAgain = resolve));
  const log = (message) => {
    messages.push(message);
    if (message === 'echo runs again') runsAgain();
  };
  const port = await freePort();
  const program = await supervise(await listener(port), { dataDir, log });
  const first = pidOf();
  process.kill(first, 'SIGKILL');
  await again;
  expect(pidOf()).not.toBe(first);
  expect(messages[0]).toMatch(/^echo stopped unexpectedly \(SIGKILL\); starting it again in 0\.2 s\. Log: /);
  const second = pidOf();
  await program.stop();
  expect(isAlive(second)).toBe(false);
  expect(existsSync(pidFile())).toBe(false);
  expect(await answers(port)).not.toBe(true);
});

test('one that dies three times before it is ready is given up with its error and its log', async () => {
  const program = {
    name: 'echo',
    command: process.execPath,
    args: ['-e', 'throw new Error("no such scale")'],
    isReady: async () => 'nobody answers',
  };
  await expect(supervise(program, { dataDir, log: () => {} })).rejects.toThrow(
    `echo stopped three times (Error: no such scale). Read ${join(dataDir, 'log', 'echo.log')}`,
  );
  expect(existsSync(pidFile())).toBe(false);
});

test('a program that does not exist is told', async () => {
  const program = { name: 'echo', command: '/does/not/exist', args: [], isReady: async () => 'nobody answers' };
  await expect(supervise(program, { dataDir, log: () => {} })).rejects.toThrow(/echo stopped three times \(.*ENOENT/);
});

test('an aborted start stops what it began', async () => {
  const interruption = new AbortController();
  let pid;
  const program = {
    ...(await listener(await freePort())),
    isReady: async () => {
      pid ??= pidOf();
      interruption.abort();
      return 'not yet';
    },
  };
  const start = supervise(program, { dataDir, log: () => {}, signal: interruption.signal });
  await expect(start).rejects.toThrow(/abort/);
  expect(isAlive(pid)).toBe(false);
});

test('what a killed start left running is found by its pid file and stopped', async () => {
  const program = await supervise(await listener(await freePort()), { dataDir, log: () => {} });
  const pid = pidOf();
  const messages = [];
  await stopSurvivors(join(dataDir, 'run'), { services: ['echo'], brokers: [] }, (message) => messages.push(message));
  await program.stop();
  expect(isAlive(pid)).toBe(false);
  expect(messages).toEqual([`stopping echo (process ${pid}), left over from an earlier start`]);
});
