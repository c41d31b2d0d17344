import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(__dirname, '../../..');
const PROGRAM = join(ROOT, 'dist/libs/platform/src/small-service.test-kit.js');

interface LogLine {
  msg: string;
  level: number;
  err?: { message: string };
}

let child: ChildProcessWithoutNullStreams;
let told: LogLine[];
let failure: string;
let exited: Promise<unknown[]>;
let url: string;
const agent = new Agent({ keepAlive: true });

beforeEach(async () => {
  [told, failure] = [[], ''];
  child = spawn(process.execPath, [PROGRAM], { cwd: ROOT });
  exited = once(child, 'exit');
  child.stderr.on('data', (text: Buffer) => (failure += text.toString()));
  createInterface(child.stdout).on('line', (line) => {
    told.push(JSON.parse(line) as LogLine);
    child.emit('told');
  });
  url = (await line(/^small listens on /)).split(' ').pop() as string;
});

afterEach(async () => {
  child.kill('SIGKILL');
  await exited;
});

describe('SIGTERM', () => {
  it('lets a request under way be answered in full, takes no others, then ends all else in order, with code 0', async () => {
    const idle = await answer('/health/live');
    const slow = answer('/slow/1');
    await line(/slow request waits/);
    child.kill('SIGTERM');
    await untilRefused();
    expect(told.map(({ msg }) => msg)).not.toContain('consumers end');
    child.stdin.write('go on\n');
    const { status, connection, body } = await slow;
    expect([idle.status, status, connection, body]).toEqual([200, 200, 'close', '{"door":"unlocked"}']);
    expect(await exited).toEqual([0, null]);
    const ends = told.map(({ msg }) => msg).filter((msg) => / ends?$/.test(msg));
    expect([...new Set(ends)]).toEqual(['consumers end', 'devices end', 'store ends']);
  });

  it('cuts off streams of events, which have no end', async () => {
    const stream = await request('/events', { agent, headers: { accept: 'text/event-stream' } });
    await once(stream, 'data');
    const broken = new Promise<Error>((resolve) => stream.on('error', resolve));
    child.kill('SIGTERM');
    expect(await broken).toMatchObject({ code: 'ECONNRESET' });
    expect(await exited).toEqual([0, null]);
  });
});

describe('what nobody caught ends the process with its reason, without secrets', () => {
  it.each([
    ['/reject', 'nobody waits for postgres://[redacted]@db/access'],
    ['/throw', 'nobody catches password=[redacted]'],
  ])('%s', async (path, message) => {
    await answer(path).catch(() => undefined);
    expect(await exited).toEqual([1, null]);
    expect(JSON.parse(failure)).toMatchObject({ level: 60, msg: 'The process ends', err: { message } });
    expect(failure).not.toContain('hunter2');
  });
});

async function line(pattern: RegExp): Promise<string> {
  for (;;) {
    const found = told.find(({ msg }) => pattern.test(msg));
    if (found) return found.msg;
    await Promise.race([once(child, 'told'), exited.then(() => Promise.reject(new Error(`It ended: ${failure}`)))]);
  }
}

function request(path: string, options: object = { agent }): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(`${url}${path}`, options, resolve).on('error', reject));
}

async function answer(path: string, options?: object) {
  const response = await request(path, options);
  const body = (await response.setEncoding('utf8').toArray()).join('');
  return { status: response.statusCode, connection: response.headers.connection, body };
}

/** Asks on new connections until there is none to be had. */
async function untilRefused(): Promise<void> {
  const refused = () =>
    answer('/health/live', { agent: false }).then(
      () => false,
      (error: unknown) => (error as NodeJS.ErrnoException).code === 'ECONNREFUSED',
    );
  while (!(await refused()));
}
