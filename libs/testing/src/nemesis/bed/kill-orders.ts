import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** A process ended itself at a point. */
export interface KillHit {
  /** One of the run's points. */
  key: string;
  pid: number;
}

/** At which points processes end themselves now; `crash/strike.cjs` reads the orders and writes down the hits. */
export class KillOrders {
  /** @param path of the trace; nothing is struck while it is missing */
  constructor(readonly path: string) {}

  /** From now on at these points, each time that one is passed. */
  order(points: readonly string[]): void {
    writeFileSync(`${this.path}.next`, JSON.stringify(points));
    renameSync(`${this.path}.next`, `${this.path}.order`);
    if (!existsSync(this.path)) writeFileSync(this.path, '');
  }

  /** @returns the hits since the first order, and nothing is struck any more. */
  end(): KillHit[] {
    const text = existsSync(this.path) ? readFileSync(this.path, 'utf8') : '';
    rmSync(this.path, { force: true });
    rmSync(`${this.path}.order`, { force: true });
    appendFileSync(`${this.path}.all`, text);
    return hitsIn(text);
  }

  /** All hits of the run. */
  get hits(): KillHit[] {
    const paths = [`${this.path}.all`, this.path].filter(existsSync);
    return paths.flatMap((path) => hitsIn(readFileSync(path, 'utf8')));
  }
}

/** The last line of a process that died may be half written. */
function hitsIn(text: string): KillHit[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as KillHit).filter(({ key }) => !key.endsWith(': delivery'));
}
