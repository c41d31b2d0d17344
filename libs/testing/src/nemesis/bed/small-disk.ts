import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';

const ROOM = '4g';
const MOST_TRIES = 50;

/** A disk in memory that is a server's own, and can be full. Only root can mount one. */
export class SmallDisk {
  private static readonly mounted = new Set<SmallDisk>();

  private constructor(readonly folder: string) {
    SmallDisk.mounted.add(this);
  }

  /** Before anybody removes what lies on them. */
  static unmountAll(): void {
    for (const disk of SmallDisk.mounted) spawnSync('umount', ['-l', disk.folder], { stdio: 'ignore' });
    SmallDisk.mounted.clear();
  }

  /** @param owner whose it is, where it isn't ours @returns null where it can't be mounted */
  static mount(folder: string, owner: { uid?: number; gid?: number } = {}): SmallDisk | null {
    mkdirSync(folder, { recursive: true });
    if (process.getuid?.() !== 0) return null;
    const { uid = 0, gid = 0 } = owner;
    const options = `size=${ROOM},mode=0700,uid=${uid},gid=${gid}`;
    return mount(['-t', 'tmpfs', '-o', options, 'tmpfs', folder]) ? new SmallDisk(folder) : null;
  }

  /** From now on it is as large as what lies on it. */
  fill(): void {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const { blocks, bfree, bsize } = statfsSync(this.folder);
      if (this.resize(String((blocks - bfree) * bsize))) return;
    }
    throw new Error(`${this.folder} can't be made full`);
  }

  free(): void {
    if (!this.resize(ROOM)) throw new Error(`${this.folder} stays full`);
  }

  /** Fails where more lies on it already. */
  private resize(size: string): boolean {
    return mount(['-o', `remount,size=${size}`, this.folder]);
  }
}

function mount(args: readonly string[]): boolean {
  return spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
}

process.prependOnceListener('exit', () => SmallDisk.unmountAll());
