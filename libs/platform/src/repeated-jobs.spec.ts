import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger, Module } from '@nestjs/common';
import { setImmediate as aTurn } from 'node:timers/promises';
import { type Jobs, repeat } from './repeated-jobs';
import { type RunningService, startService } from './start-service';
import { SystemTimer } from './timer';

/** What the service has asked to be repeated; the test says when. */
const wound = new Map<number, Set<() => void>>();
/** What each job has begun and ended, in order. */
let done: string[];
let running: RunningService | undefined;

beforeEach(() => {
  done = [];
  wound.clear();
  jest.spyOn(SystemTimer.prototype, 'every').mockImplementation((periodMs, work) => {
    const works = wound.get(periodMs) ?? new Set();
    wound.set(periodMs, works.add(work));
    return () => void works.delete(work);
  });
});

afterEach(async () => {
  await running?.close();
  running = undefined;
  jest.restoreAllMocks();
});

async function start(jobs: Jobs): Promise<RunningService> {
  @Module({ providers: repeat(() => jobs) })
  class WithJobs {}
  running = await startService({
    name: 'jobs',
    config: { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    module: { module: WithJobs },
  });
  return running;
}

async function pass(periodMs: number): Promise<void> {
  for (const work of wound.get(periodMs) ?? []) work();
  await aTurn();
}

function noting(name: string): () => Promise<unknown> {
  return () => Promise.resolve(done.push(name));
}

function aWait(): { over: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  return { over, end };
}

function told(level: 'warn' | 'log'): () => unknown[][] {
  const said = jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
  return () => said.mock.calls.filter((words) => words.some((word) => String(word).includes('look')));
}

describe('a job', () => {
  it('runs each time that its pause is over, and at the start if it is to', async () => {
    await start({
      often: { everyMs: 2, run: noting('often') },
      seldom: { everyMs: 60, atStart: true, run: noting('seldom') },
    });
    await aTurn();
    expect(done).toEqual(['seldom']);
    await pass(2);
    await pass(2);
    await pass(60);
    expect(done).toEqual(['seldom', 'often', 'often', 'seldom']);
  });

  it('never runs twice at once, and hinders no other', async () => {
    const wait = aWait();
    const slow = async (): Promise<void> => {
      done.push('slow begins');
      await wait.over;
      done.push('slow ends');
    };
    await start({ slow: { everyMs: 2, run: slow }, quick: { everyMs: 2, run: noting('quick') } });
    await pass(2);
    await pass(2);
    expect(done).toEqual(['slow begins', 'quick', 'quick']);
    wait.end();
    await aTurn();
    await pass(2);
    expect(done).toEqual(['slow begins', 'quick', 'quick', 'slow ends', 'slow begins', 'quick', 'slow ends']);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no such table'))],
    [
      'throws',
      () => {
        throw new Error('no such table');
      },
    ],
  ])('that %s is told of once with its cause, tried again, and told of when it works again', async (_how, fail) => {
    const [warned, logged] = [told('warn'), told('log')];
    let run: () => Promise<unknown> = fail;
    await start({ look: { everyMs: 2_000, run: () => run() } });
    await pass(2_000);
    await pass(2_000);
    expect(warned()).toEqual([
      [{ err: new Error('no such table'), job: 'look' }, 'look failed; tried again every 2 s'],
    ]);
    expect(logged()).toEqual([]);
    run = noting('look');
    await pass(2_000);
    await pass(2_000);
    expect(done).toEqual(['look', 'look']);
    expect(logged()).toEqual([['look works again']]);
  });

  it('is told that the service ends, which waits for it and begins none', async () => {
    const wait = aWait();
    const service = await start({
      long: {
        everyMs: 2,
        run: async (stopping) => {
          stopping.addEventListener('abort', () => done.push('asked to stop'));
          await wait.over;
          done.push('long ends');
        },
      },
    });
    await pass(2);
    const closed = service.close().then(() => done.push('closed'));
    while (done.length === 0) await aTurn();
    expect([...wound.values()].map(({ size }) => size)).toEqual([0]);
    expect(done).toEqual(['asked to stop']);
    wait.end();
    await closed;
    expect(done).toEqual(['asked to stop', 'long ends', 'closed']);
  });
});
