import { type ChildProcess, type SpawnOptions } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { type Children } from './children';

const HANG_MS = 600_000;
const PAUSE_MS = 50;

export interface ServerProgram {
  name: string;
  command: string;
  args: readonly string[];
  logPath: string;
  url: string;
  options?: SpawnOptions;
  isUp: () => Promise<boolean>;
}

/** PostgreSQL, NATS or the MQTT broker: it stays down until it is started again, on the same port and with what it has kept. */
export class Server {
  private child: ChildProcess | undefined;

  constructor(
    private readonly children: Children,
    private readonly program: ServerProgram,
  ) {}

  get name(): string {
    return this.program.name;
  }

  get url(): string {
    return this.program.url;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  async start(): Promise<void> {
    const { name, command, args, logPath, options, isUp } = this.program;
    const deadline = performance.now() + HANG_MS;
    for (;;) {
      this.child = this.children.start(name, command, args, logPath, options);
      while (this.child.exitCode === null && this.child.signalCode === null) {
        if (await isUp()) return;
        if (performance.now() > deadline) throw new Error(`${name} does not come up; read ${logPath}`);
        await delay(PAUSE_MS);
      }
      if (performance.now() > deadline) throw new Error(`${name} ends at once; read ${logPath}`);
      this.children.excuse(this.child);
      await delay(PAUSE_MS);
    }
  }

  /** It may end by itself from now on, until it is started again. */
  mayEnd(): void {
    if (this.child) this.children.expectEnd(this.child);
  }

  end(signal: NodeJS.Signals): Promise<void> {
    return this.children.end(this.child, signal);
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal);
  }
}
