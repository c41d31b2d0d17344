import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault } from './fault';

/** Where all hits of a run are kept, beside the file of the present phase. */
export const allHits = (killTrace: string): string => `${killTrace}.all`;

/** Processes end themselves by SIGKILL at chosen points of a fact's way; `crash/kill-points.cjs` says which. */
export const killPoints: Fault = {
  name: 'kill-points',
  strike: async ({ bed, durationMs, injected }) => {
    writeFileSync(bed.killTrace, '');
    await delay(durationMs);
    const text = existsSync(bed.killTrace) ? readFileSync(bed.killTrace, 'utf8') : '';
    rmSync(bed.killTrace, { force: true });
    appendFileSync(allHits(bed.killTrace), text);
    for (const { key } of hitsIn(text)) injected(`SIGKILL at a point: ${key}`);
  },
};

export interface KillHit {
  key: string;
  pid: number;
}

/** @returns the hits among what was written; the last line of a process that died may be half written. */
export function hitsIn(text: string): KillHit[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as KillHit).filter(({ key }) => !/: (delivery|woken)$/.test(key));
}
