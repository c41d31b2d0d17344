import { AttemptRefused, DoorUnlocked } from '@selvbetjent/contracts';
import {
  recordedDay,
  type RecordedDay,
  recordedMessages,
  type RecordedVisit,
  SeededRandom,
} from '@selvbetjent/simulation';
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { type Temporal } from 'temporal-polyfill';
import { type Infrastructure } from '../infrastructure';
import { playUntilAcknowledged } from '../play-until-acknowledged';
import { appendFact } from './booked-entries';
import { CONTAINERS, DAYS, instant, MINUTE_MS, OPEN_WEEKDAYS, SEED, STATION, today, ZONE } from './lived-in.calendar';

const TIMES = ['11:04', '11:21', '11:52', '12:17', '12:40', '13:08', '13:31', '14:02', '14:29', '15:06', '15:38'];
const MORNING = ['08:12', '08:47', '09:20', '10:05', '10:31'];
const EVENING = ['17:12', '18:40', '19:05', '19:09', '20:31'];
const random = new SeededRandom(SEED);

export interface VisitedDay {
  containerId: string;
  date: Temporal.PlainDate;
  visits: RecordedVisit[];
  endGrams: number;
}

/** Doors and scales tell of each day in their own way; today until now. */
export async function playDays(infrastructure: Infrastructure): Promise<VisitedDay[]> {
  const visited: VisitedDay[] = [];
  for (const [index, { containerId, startGrams, emptyGrams }] of CONTAINERS.entries()) {
    let load: number = startGrams;
    for (let back = DAYS; back >= 0; back -= 1) {
      const date = today().subtract({ days: back });
      if (back > 0 && !OPEN_WEEKDAYS.includes(date.dayOfWeek)) continue;
      const device = {
        stationId: STATION,
        doorId: `${STATION}-${containerId}`,
        scaleId: `${STATION}-${containerId}-vekt`,
      };
      const visits = [...(load === startGrams ? [emptied(emptyGrams - load)] : []), ...visitsOn(date)];
      const day = recordedDay({
        ...{ ...device, date: date.toString(), timeZone: ZONE, visits, startGrams: load },
        ...{ seed: SEED + 100 * index + back, noiseGrams: 20, resolutionGrams: 100 },
      });
      load += day.truth.totalGrams;
      const batches = { readingsPerMessage: 120, changesPerMessage: 4 };
      await playUntilAcknowledged(infrastructure.mqttUrl, recordedMessages(device, untilNow(day), batches));
      visited.push({ containerId, date, visits, endGrams: load });
    }
  }
  return visited;
}

/** By the lorry, before the station opens. */
function emptied(grams: number): RecordedVisit {
  return { at: '07:30', grams, stayMs: 5 * MINUTE_MS, personGrams: 0 };
}

/** Most bring something, some take something along. */
function visitsOn(date: Temporal.PlainDate): RecordedVisit[] {
  const isToday = date.equals(today());
  const last = new Date(Date.now() - 10 * MINUTE_MS).toISOString();
  return [...(isToday ? MORNING : []), ...TIMES]
    .filter((at) => instant(date, at) < last && random.uniform() < 0.7)
    .map((at) => ({ at, grams: 100 * (random.uniform() < 0.2 ? -5 - random.integer(60) : 12 + random.integer(170)) }));
}

function untilNow(day: RecordedDay): RecordedDay {
  const now = new Date().toISOString();
  const isPast = ({ at }: { at: string }): boolean => at < now;
  return { ...day, readings: day.readings.filter(isPast), changes: day.changes.filter(isPast) };
}

/** The presses of Oslonøkkelen that led to the visits, and those in the evenings and at a door without contact. */
export async function tryDoors(infrastructure: Infrastructure, visited: VisitedDay[]): Promise<void> {
  const client = new Client({ connectionString: infrastructure.databaseUrl, options: '-c search_path=access' });
  await client.connect();
  for (const { containerId, date, visits } of visited) {
    for (const { at } of visits)
      await tried(client, { containerId, at: instant(date, at), state: 'closed', reason: null });
    for (const at of EVENING.filter(() => random.uniform() < 0.4)) {
      if (instant(date, at) > new Date().toISOString()) continue;
      await tried(client, { containerId, at: instant(date, at), state: 'denied', reason: 'outside_hours' });
    }
    if (random.uniform() < 0.3 && !date.equals(today()))
      await tried(client, { containerId, at: instant(date, '14:50'), state: 'failed', reason: 'device_offline' });
  }
  await client.end();
}

interface Tried {
  containerId: string;
  at: string;
  state: 'closed' | 'denied' | 'failed';
  reason: string | null;
}

async function tried(client: Client, { containerId, at, state, reason }: Tried): Promise<void> {
  const attempt = { attemptId: randomUUID(), stationId: STATION, containerId, doorId: `${STATION}-${containerId}`, at };
  await client.query(
    `INSERT INTO attempts (attempt_id, request_hash, station_id, container_id, door_id, command_id, requested_at, deadline_at,
                           state, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)`,
    [attempt.attemptId, randomBytes(32), STATION, containerId, attempt.doorId, randomUUID(), at, state, reason],
  );
  if (state === 'closed') await appendFact(client, DoorUnlocked, { ...attempt, revision: 2 }, at);
  else await appendFact(client, AttemptRefused, { ...attempt, ending: state, reason: reason ?? '', revision: 2 }, at);
}
