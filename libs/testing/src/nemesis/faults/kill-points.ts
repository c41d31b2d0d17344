import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { type KillHit } from '../bed/kill-orders';
import { countAt, STRUCK_POINTS } from '../points';
import { type Fault } from './fault';

const ORDERED_ANEW_MS = 250;
/** A service that has been struck is left alone until it is back for a while: one that never gets on passes nothing but its first points. */
const REST_MS = 2_500;

/** Processes end themselves by SIGKILL in the middle of something, first at the points at which that has happened least. */
export const killPoints: Fault = {
  name: 'kill-points',
  strike: async ({ bed: { fleet, kills }, durationMs, injected, random }) => {
    const endMs = performance.now() + durationMs;
    /** Services that rest, and since when they are ready. */
    const resting = new Map<string, number>();
    let known = kills.hits.length;
    while (performance.now() < endMs) {
      const hits = kills.hits;
      for (const { key } of hits.slice(known)) resting.set(serviceOf(key), Infinity);
      known = hits.length;
      for (const [service, sinceMs] of resting) {
        if (!(await fleet.areReady(fleet.replicasOf(service)))) resting.set(service, Infinity);
        else if (sinceMs === Infinity) resting.set(service, performance.now());
        else if (performance.now() > sinceMs + REST_MS) resting.delete(service);
      }
      const rested = STRUCK_POINTS.filter((point) => !resting.has(serviceOf(point)));
      kills.order(leastHit(rested, hits, random));
      await delay(ORDERED_ANEW_MS);
    }
    for (const { key } of kills.end()) injected(`SIGKILL at a point: ${key}`);
  },
};

function serviceOf(point: string): string {
  return point.split(':')[0] ?? '';
}

/** Of each service the half that was hit least: points that are passed rarely must not keep the others waiting. */
export function leastHit(points: readonly string[], hits: readonly KillHit[], random: SeededRandom): string[] {
  return [...new Set(points.map(serviceOf))].flatMap((service) => {
    const own = countAt(random.shuffled(points.filter((point) => serviceOf(point) === service)), hits);
    const sorted = own.sort((one, other) => one.hits - other.hits);
    return sorted.slice(0, Math.ceil(own.length / 2)).map(({ point }) => point);
  });
}
