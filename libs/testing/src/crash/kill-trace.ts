import { factType } from '@selvbetjent/contracts';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factHandlers } from '../contract-uses';

const SENDERS = ['access', 'stations', 'dropoffs'];
const READERS = factHandlers().map(({ service, fact }) => ({ service, type: factType(fact) }));

/** Every point at which a sender or reader of facts can be struck. */
export const POINTS = [
  ...SENDERS.flatMap((service) =>
    ['after commit, before publish', 'after publish, before mark'].map((point) => `${service}: ${point}`),
  ),
  ...READERS.flatMap(({ service, type }) =>
    ['after delivery, before commit', 'after commit, before ack'].map((point) => `${service}: ${point}: ${type}`),
  ),
];

/** The names of the readers' consumers. */
export const DURABLES = READERS.map(({ service, type }) => `${service}--${type.replaceAll('.', '-')}`);

export interface Hit {
  /** One of POINTS, or a service's `delivery`. */
  key: string;
  /** The fact's id. */
  id: string;
  pid: number;
}

/** What the struck processes said of it; the file that `kill-points.cjs` writes. */
export class KillTrace {
  private constructor(private readonly folder: string) {}

  static async create(): Promise<KillTrace> {
    return new KillTrace(await mkdtemp(join(tmpdir(), 'selvbetjent-kills-')));
  }

  get path(): string {
    return join(this.folder, 'trace.jsonl');
  }

  /** From now on processes are struck. */
  async begin(): Promise<void> {
    await writeFile(this.path, '');
  }

  hits(): Hit[] {
    return this.lines().filter(({ key }) => !key.endsWith(': delivery'));
  }

  /** Whether another process was given the fact as well, so that two have worked on it. */
  hasRival({ key, id, pid }: Hit): boolean {
    const delivery = `${key.split(':')[0]}: delivery`;
    return this.lines().some((line) => line.key === delivery && line.id === id && line.pid !== pid);
  }

  counts(points: readonly string[]): { point: string; hits: number }[] {
    const hits = this.hits();
    return points.map((point) => ({ point, hits: hits.filter(({ key }) => key === point).length }));
  }

  /** From now on another process of its service may pause. */
  async goesOn({ key }: Hit): Promise<void> {
    await rm(`${this.path}.${key.split(':')[0]}.paused`);
  }

  /** A process may be writing its line: what has no end yet isn't one. */
  private lines(): Hit[] {
    if (!existsSync(this.path)) return [];
    const lines = readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Hit);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
