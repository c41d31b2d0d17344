import { Temporal } from 'temporal-polyfill';
import { LoadCell, quantised } from './load-cell';
import type { NativeChange, NativeReading, NativeReadings, NativeState } from './native-dialect';
import { nativeTopic } from './native-dialect';
import { ReportingRhythm } from './reporting-rhythm';
import { SeededRandom } from './seeded-random';

export interface RecordedVisit {
  /** Local time of the unlock, `11:05` or `11:05:30`. */
  at: string;
  /** What the visitor leaves, signed, + into the container. */
  grams: number;
  /** From opening to closing the door; 90 s by default, at least 20 s. */
  stayMs?: number;
  /** Body weight on the scale while inside; 70 kg by default, 0 for someone who stays outside. */
  personGrams?: number;
  /** The unlock's command id; none is a staff key. */
  commandId?: string;
}

export interface RecordedDayOptions {
  stationId: string;
  doorId: string;
  scaleId: string;
  /** Local date of `timeZone`, `2026-11-20`. */
  date: string;
  timeZone: string;
  /** In order of time; each must have ended when the next one begins. */
  visits: readonly RecordedVisit[];
  seed: number;
  /** Standard deviation; 0 gives results that are right to the gram. */
  noiseGrams: number;
  resolutionGrams: number;
  /** In the container when the day begins; 400 kg by default. */
  startGrams?: number;
  /** 60 by default; a message never exceeds the dialect's size. */
  readingsPerMessage?: number;
  /** 4 by default. */
  changesPerMessage?: number;
}

/** One MQTT message, published with QoS 1, by `retain` when the device would. */
export interface RecordedMessage {
  topic: string;
  payload: string;
  kind: 'door' | 'scale';
  retain: boolean;
}

export interface RecordedVisitTruth {
  /** The door left closed-and-locked. */
  openedAt: string;
  /** Closed and locked again. */
  closedAt: string;
  /** What was put in (+) or taken (−), exactly. */
  grams: number;
  /** The same as the scale can see it: the difference of what it shows before and after, without noise. */
  weighedGrams: number;
}

export interface RecordedDay {
  /** In the order of a live day; any order, batching and repetition must give the same result. */
  messages: RecordedMessage[];
  truth: { visits: RecordedVisitTruth[]; totalGrams: number; totalWeighedGrams: number };
  scaleBoot: string;
  doorBoot: string;
  readings: NativeReading[];
  changes: NativeChange[];
}

export interface RecordedBatches {
  readingsPerMessage: number;
  changesPerMessage: number;
}

interface LoadChange {
  atMs: number;
  grams: number;
}

interface PlayedVisit {
  loadChanges: LoadChange[];
  doorChanges: Omit<NativeChange, 'seq'>[];
  openedAtMs: number;
  closedAtMs: number;
}

const DEFAULT_STAY_MS = 90_000;
const SHORTEST_STAY_MS = 20_000;
const DEFAULT_PERSON_GRAMS = 70_000;
const DEFAULT_START_GRAMS = 400_000;
const READINGS_PER_MESSAGE_LIMIT = 140;
const CHANGES_PER_MESSAGE_LIMIT = 100;

/**
 * A whole local day of one container as its door and scale would have recorded it, and what truly happened. All `at`
 * lie in the past of that day; no message carries `sentAt`, so they count as they stand whenever they are published.
 * The scale reports from local midnight to midnight in its own rhythm, the door reports changes in historical messages.
 *
 * @throws Error for visits that overlap or leave the day
 */
export function recordedDay(options: RecordedDayOptions): RecordedDay {
  const random = new SeededRandom(options.seed);
  const scaleBoot = random.hex(16);
  const doorBoot = random.hex(16);
  const visits = playVisits(options);
  const readings = weighDay(options, visits, random);
  const changes = visits.flatMap((visit) => visit.doorChanges).map((change, index) => ({ seq: index + 1, ...change }));
  const day: RecordedDay = { messages: [], truth: truthOf(options, visits), scaleBoot, doorBoot, readings, changes };
  day.messages = recordedMessages(options, day, {
    readingsPerMessage: options.readingsPerMessage ?? 60,
    changesPerMessage: options.changesPerMessage ?? 4,
  });
  return day;
}

/** The same day in other batches, in order of time. */
export function recordedMessages(
  device: Pick<RecordedDayOptions, 'stationId' | 'doorId' | 'scaleId'>,
  day: Pick<RecordedDay, 'scaleBoot' | 'doorBoot' | 'readings' | 'changes'>,
  batches: RecordedBatches,
): RecordedMessage[] {
  const readingsPerMessage = Math.min(batches.readingsPerMessage, READINGS_PER_MESSAGE_LIMIT);
  const changesPerMessage = Math.min(batches.changesPerMessage, CHANGES_PER_MESSAGE_LIMIT);
  const fromScale = inBatches(day.readings, readingsPerMessage).map((readings) => ({
    sortAt: lastOf(readings).at,
    message: scaleMessage(device, { boot: day.scaleBoot, readings }),
  }));
  const fromDoor = inBatches(day.changes, changesPerMessage).map((changes, index) => ({
    sortAt: lastOf(changes).at,
    message: doorMessage(device, {
      boot: day.doorBoot,
      seq: index + 1,
      at: lastOf(changes).at,
      historical: true,
      changes,
    }),
  }));
  return [...fromScale, ...fromDoor]
    .sort((one, other) => (one.sortAt < other.sortAt ? -1 : one.sortAt > other.sortAt ? 1 : 0))
    .map(({ message }) => message);
}

function playVisits(options: RecordedDayOptions): PlayedVisit[] {
  const [dayStartMs, dayEndMs] = dayOf(options);
  let previousEndMs = dayStartMs;
  return options.visits.map((visit) => {
    const played = playVisit(visit, localMs(options, visit.at));
    if (played.openedAtMs < previousEndMs) throw new Error(`the visit at ${visit.at} begins before the last one ended`);
    if (played.closedAtMs >= dayEndMs) throw new Error(`the visit at ${visit.at} does not end on ${options.date}`);
    previousEndMs = played.closedAtMs;
    return played;
  });
}

function playVisit(visit: RecordedVisit, unlockedAtMs: number): PlayedVisit {
  const stayMs = visit.stayMs ?? DEFAULT_STAY_MS;
  if (stayMs < SHORTEST_STAY_MS) throw new Error(`a visit stays at least ${SHORTEST_STAY_MS} ms`);
  const openedMs = unlockedAtMs + 3_000;
  const closedMs = openedMs + stayMs;
  const lockedMs = closedMs + 1_000;
  const personGrams = visit.personGrams ?? DEFAULT_PERSON_GRAMS;
  const firstHalf = Math.trunc(visit.grams / 2);
  return {
    openedAtMs: unlockedAtMs,
    closedAtMs: lockedMs,
    loadChanges: [
      { atMs: openedMs + 3_000, grams: personGrams },
      { atMs: openedMs + Math.round(stayMs / 3), grams: firstHalf },
      { atMs: openedMs + Math.round((2 * stayMs) / 3), grams: visit.grams - firstHalf },
      { atMs: closedMs - 4_000, grams: -personGrams },
    ],
    doorChanges: [
      {
        at: isoOf(unlockedAtMs),
        open: false,
        locked: false,
        ...(visit.commandId !== undefined && { commandId: visit.commandId }),
      },
      { at: isoOf(openedMs), open: true, locked: false },
      { at: isoOf(closedMs), open: false, locked: false },
      { at: isoOf(lockedMs), open: false, locked: true },
    ],
  };
}

function weighDay(options: RecordedDayOptions, visits: PlayedVisit[], random: SeededRandom): NativeReading[] {
  const [dayStartMs, dayEndMs] = dayOf(options);
  const cell = new LoadCell(options.resolutionGrams, random);
  const rhythm = new ReportingRhythm(options.resolutionGrams);
  const upcoming = visits.flatMap((visit) => visit.loadChanges);
  const readings: NativeReading[] = [];
  let load = options.startGrams ?? DEFAULT_START_GRAMS;
  for (let atMs = dayStartMs; atMs < dayEndMs; atMs += 1_000) {
    for (let next = upcoming[0]; next !== undefined && next.atMs <= atMs; next = upcoming[0]) {
      load += next.grams;
      upcoming.shift();
    }
    const grams = cell.measure(load, options.noiseGrams);
    if (!rhythm.reports(atMs, grams)) continue;
    readings.push({ seq: readings.length + 1, at: isoOf(atMs), grams, status: 'ok' });
  }
  return readings;
}

function truthOf(options: RecordedDayOptions, played: PlayedVisit[]): RecordedDay['truth'] {
  let load = options.startGrams ?? DEFAULT_START_GRAMS;
  const shown = (grams: number): number => quantised(grams, options.resolutionGrams);
  const visits = options.visits.map(({ grams }, index) => {
    const { openedAtMs, closedAtMs } = played[index] as PlayedVisit;
    const before = load;
    load += grams;
    const weighedGrams = shown(load) - shown(before);
    return { openedAt: isoOf(openedAtMs), closedAt: isoOf(closedAtMs), grams, weighedGrams };
  });
  const sum = (pick: (visit: RecordedVisitTruth) => number): number =>
    visits.reduce((total, visit) => total + pick(visit), 0);
  return {
    visits,
    totalGrams: sum((visit) => visit.grams),
    totalWeighedGrams: sum((visit) => visit.weighedGrams),
  };
}

function scaleMessage(device: { stationId: string; scaleId: string }, body: NativeReadings): RecordedMessage {
  const topic = nativeTopic(device.stationId, device.scaleId, 'readings');
  return { topic, payload: JSON.stringify(body), kind: 'scale', retain: false };
}

function doorMessage(device: { stationId: string; doorId: string }, body: NativeState): RecordedMessage {
  const topic = nativeTopic(device.stationId, device.doorId, 'state');
  return { topic, payload: JSON.stringify(body), kind: 'door', retain: true };
}

/** From local midnight to the next one: 23, 24 or 25 hours. */
function dayOf({ date, timeZone }: RecordedDayOptions): [startMs: number, endMs: number] {
  const day = Temporal.PlainDate.from(date);
  const midnight = (of: Temporal.PlainDate): number => of.toZonedDateTime(timeZone).epochMilliseconds;
  return [midnight(day), midnight(day.add({ days: 1 }))];
}

function localMs({ date, timeZone }: RecordedDayOptions, time: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    .epochMilliseconds;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function lastOf<T>(items: readonly T[]): T {
  return items[items.length - 1] as T;
}
