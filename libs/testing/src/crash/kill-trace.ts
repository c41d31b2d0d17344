import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SENDERS = ['access', 'stations', 'dropoffs'];
const READERS: Record<string, string[]> = {
  access: ['stations.station.changed.v1'],
  dropoffs: [
    'stations.station.changed.v1',
    'access.visit.opened.v1',
    'access.visit.closed.v1',
    'access.visit.withdrawn.v1',
  ],
  tonnage: [
    'stations.station.changed.v1',
    'access.visit.closed.v1',
    'access.visit.withdrawn.v1',
    'dropoffs.drop-off.recorded.v1',
  ],
};

/** Every point at which a sender or reader of facts can be struck. */
export const POINTS = [
  ...SENDERS.flatMap((service) =>
    ['after commit, before publish', 'after publish, before mark'].map((point) => `${service}: ${point}`),
  ),
  ...Object.entries(READERS).flatMap(([service, types]) =>
    types.flatMap((type) =>
      ['after delivery, before commit', 'after commit, before ack'].map((point) => `${service}: ${point}: ${type}`),
    ),
  ),
];

/** The names of the readers' consumers. */
export const DURABLES = Object.entries(READERS).flatMap(([service, types]) =>
  types.map((type) => `${service}--${type.replaceAll('.', '-')}`),
);

export interface Hit {
  /** One of POINTS. */
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
    if (!existsSync(this.path)) return [];
    const lines = readFileSync(this.path, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Hit);
  }

  counts(points: readonly string[]): { point: string; hits: number }[] {
    const hits = this.hits();
    return points.map((point) => ({ point, hits: hits.filter(({ key }) => key === point).length }));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
