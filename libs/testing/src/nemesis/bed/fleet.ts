import { type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { freePort } from '../../free-port';
import { type Children } from './children';

const HANG_MS = 900_000;
const RESTART_MS = 50;
const ANSWER_MS = 5_000;
const POLL_MS = 50;
const READY = 'ready';
const MEMBERS = { access: 2, dropoffs: 2, stations: 1, tonnage: 1, portal: 1 } as const;
const PORT_VARIABLES = {
  ...{ access: 'ACCESS_PORT', dropoffs: 'DROPOFFS_PORT', stations: 'STATIONS_PORT' },
  ...{ tonnage: 'TONNAGE_PORT', portal: 'PORT' },
} as const;

type Service = keyof typeof MEMBERS;

interface Member {
  /** `access-2`; of a service that runs once its own name. */
  name: string;
  service: Service;
  port: number;
  child?: ChildProcess;
  /** Stays down when it ends. */
  held: boolean;
}

/** The services as processes: two of access and dropoffs, one of each other; one that ends is started again at once. */
export class Fleet {
  private stopping = false;

  private constructor(
    private readonly children: Children,
    private readonly members: readonly Member[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly paths: { dist: string; logs: string },
  ) {}

  /** @param env by what each process is configured, but for its own port */
  static async launch(
    children: Children,
    env: Record<string, string>,
    paths: { dist: string; logs: string },
  ): Promise<Fleet> {
    const members: Member[] = [];
    for (const [service, count] of Object.entries(MEMBERS) as [Service, number][]) {
      for (let index = 1; index <= count; index += 1) {
        const name = count === 1 ? service : `${service}-${index}`;
        members.push({ name, service, port: await freePort(), held: false });
      }
    }
    const ports = members.toReversed().map(({ service, port }) => [PORT_VARIABLES[service], String(port)] as const);
    const first = members.find(({ service }) => service === 'access');
    const own: Record<string, string> = {
      ...Object.fromEntries(ports),
      ADAPTER_PUBLIC_URL: `http://127.0.0.1:${first?.port}`,
      ...env,
    };
    const fleet = new Fleet(children, members, { ...process.env, ...own }, paths);
    for (const member of members) fleet.run(member);
    return fleet;
  }

  get names(): string[] {
    return this.members.map(({ name }) => name);
  }

  /** The members of one service. */
  replicasOf(service: string): string[] {
    return this.members.filter((member) => member.service === service).map(({ name }) => name);
  }

  urlOf(name: string): string {
    return `http://127.0.0.1:${this.member(name).port}`;
  }

  pidOf(name: string): number {
    return this.member(name).child?.pid ?? 0;
  }

  async kill(name: string): Promise<void> {
    await this.children.end(this.member(name).child, 'SIGKILL');
  }

  signal(name: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.member(name).child?.kill(signal);
  }

  /** Ends it, and it stays down until it is released. */
  async hold(name: string): Promise<void> {
    this.member(name).held = true;
    await this.kill(name);
  }

  release(name: string): void {
    const member = this.member(name);
    if (!member.held) return;
    member.held = false;
    this.run(member);
  }

  /** Resolves when these processes say that they are ready. */
  async ready(names: readonly string[] = this.names): Promise<void> {
    await Promise.all(names.map((name) => this.untilReady(this.member(name))));
  }

  /** Whether they all say so now. */
  async areReady(names: readonly string[]): Promise<boolean> {
    const states = await Promise.all(names.map((name) => this.stateOf(this.member(name))));
    return states.every((state) => state === READY);
  }

  stop(): void {
    this.stopping = true;
  }

  private member(name: string): Member {
    const member = this.members.find((candidate) => candidate.name === name);
    if (!member) throw new Error(`${name} is no process of this fleet`);
    return member;
  }

  private run(member: Member): void {
    const main = join(this.paths.dist, 'services', member.service, 'src/main.js');
    const env = { ...this.env, [PORT_VARIABLES[member.service]]: String(member.port) };
    const log = join(this.paths.logs, `${member.name}.log`);
    member.child = this.children.start(member.name, process.execPath, [main], log, { env });
    member.child.once('exit', () => {
      setTimeout(() => !this.stopping && !member.held && this.run(member), RESTART_MS);
    });
  }

  private async untilReady(member: Member): Promise<void> {
    const deadline = performance.now() + HANG_MS;
    for (;;) {
      const state = await this.stateOf(member);
      if (state === READY) return;
      if (performance.now() > deadline) throw new Error(`${member.name} is not ready: ${state}`);
      await delay(POLL_MS);
    }
  }

  /** @returns READY, or what it lacks */
  private stateOf({ service, port }: Member): Promise<string> {
    const url = `http://127.0.0.1:${port}${service === 'portal' ? '/api' : ''}/health/ready`;
    return fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
      async (response) => (response.ok ? READY : await response.text()),
      (error: unknown) => String(error),
    );
  }
}
