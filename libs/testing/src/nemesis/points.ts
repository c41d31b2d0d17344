import { EDGE_POINTS, MIGRATION_POINTS } from '../crash/edge-points';
import { POINTS } from '../crash/kill-trace';
import { type KillHit } from './bed/kill-orders';

/** Visits are taken back when a second door tells that it stood open all the while; the stations of a run have one door each. */
const NEVER_PASSED = /access\.visit\.withdrawn/;

/** Where processes are to end themselves while people and devices go on. */
export const STRUCK_POINTS: readonly string[] = [...EDGE_POINTS, ...POINTS].filter((key) => !NEVER_PASSED.test(key));

/** How often a process ended itself at a point. */
export interface PointHits {
  point: string;
  hits: number;
}

/** Of all points of a run, its first start included. */
export function hitsByPoint(hits: readonly KillHit[]): PointHits[] {
  return countAt([...MIGRATION_POINTS, ...STRUCK_POINTS], hits);
}

export function countAt(points: readonly string[], hits: readonly KillHit[]): PointHits[] {
  return points.map((point) => ({ point, hits: hits.filter(({ key }) => key === point).length }));
}
