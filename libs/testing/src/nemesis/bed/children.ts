import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

const INSIST_MS = 8_000;

/** How a child ended. */
export interface Exit {
  name: string;
  pid: number;
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Whether the run itself ended it. */
  wanted: boolean;
}

/** Every process that a run has started; each ends by its id, at the latest with the run. */
export class Children {
  readonly exits: Exit[] = [];
  private readonly running = new Set<ChildProcess>();
  private isOver = false;
  private readonly unwanted = new WeakSet<ChildProcess>();
  private readonly endAll = (): void => {
    for (const child of this.running) child.kill('SIGKILL');
  };

  constructor() {
    process.on('exit', this.endAll);
  }

  /** Its output goes to the end of `logPath`. */
  start(
    name: string,
    command: string,
    args: readonly string[],
    logPath: string,
    options: SpawnOptions = {},
  ): ChildProcess {
    if (this.isOver) throw new Error(`The run is over: ${name} is not started any more`);
    const log = openSync(logPath, 'a');
    const child = spawn(command, args, { ...options, stdio: ['ignore', log, log] });
    closeSync(log);
    this.running.add(child);
    child.once('error', () => this.running.delete(child));
    child.once('exit', (code, signal) => {
      this.running.delete(child);
      this.exits.push({ name, pid: child.pid ?? 0, code, signal, wanted: this.unwanted.has(child) });
    });
    return child;
  }

  /** Resolves when it is gone; one that is stopped can be ended too. */
  async end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    this.unwanted.add(child);
    const exited = once(child, 'exit');
    child.kill(signal);
    if (signal !== 'SIGKILL') child.kill('SIGCONT');
    const insisting = setTimeout(() => child.kill('SIGKILL'), INSIST_MS);
    await exited;
    clearTimeout(insisting);
  }

  /** When it ends by itself, that is what was wanted. */
  expectEnd(child: ChildProcess): void {
    this.unwanted.add(child);
  }

  /** The same of one that has ended. */
  excuse({ pid }: ChildProcess): void {
    for (const exit of this.exits) if (exit.pid === pid) exit.wanted = true;
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all([...this.running].map((child) => this.end(child, 'SIGKILL')));
    process.off('exit', this.endAll);
  }
}
