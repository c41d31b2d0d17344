import { createHash } from 'node:crypto';
import { type PlannedStation, scaleOf } from '../plan';

/** A message that the broker keeps for whoever comes. */
export interface KeptMessage {
  topic: string;
  payload: string;
}

const STALE_GRAMS = 90_000;

/**
 * What scales that were set up wrongly told the broker to keep, in an earlier life: whoever listens to it anew hears it again, each time. Such a
 * copy is no reading.
 */
export function leftBehind(stations: readonly PlannedStation[], now: Date): KeptMessage[] {
  return stations.map(({ stationId }) => {
    const boot = createHash('sha256').update(`left behind at ${stationId}`).digest('hex').slice(0, 32);
    const readings = [{ seq: 1, at: now.toISOString(), grams: STALE_GRAMS, status: 'ok' }];
    const topic = `selvbetjent/v1/${stationId}/${scaleOf(stationId)}/readings`;
    return { topic, payload: JSON.stringify({ boot, readings }) };
  });
}
