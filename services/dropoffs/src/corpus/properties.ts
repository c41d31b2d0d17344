import { type CorpusCase, type CorpusReading, SeededRandom } from '@selvbetjent/simulation';
import { type Booking, bookDifference } from '../domain/book-weighing';
import { eventBookings, visitBooking, weighingIdOf } from '../domain/bookings';
import { type GroupWeighing, weighVisits } from '../domain/weigh-visits';
import { residualOf, runOf } from './weigh-case';

/** A ledger of one container: what each weighing's rows add up to. */
type Ledger = Map<string, Booking>;

/** A change of the input that must not change the answer, or must change it in a known way. */
export interface Property {
  name: string;
  /** @returns what is wrong; null when it holds */
  breach(story: CorpusCase, random: SeededRandom): string | null;
}

const localDateOf = (at: Date): string => at.toISOString().slice(0, 10);

export const PROPERTIES: readonly Property[] = [
  { name: 'each reading 1–5 times, in any order', breach: (story, random) => sameAs(story, repeated(story, random)) },
  { name: 'in batches, booked after each', breach: inBatches },
  { name: 'every reading shifted by a constant', breach: shifted },
  { name: 'the mirrored series', breach: mirrored },
  { name: 'every second reading left out', breach: resampled },
  { name: 'nothing lost between two loads', breach: conserved },
];

/** Runs so many times, each property in turn on cases that the seed picks. */
export function* checkProperties(
  runs: number,
  nextCase: (random: SeededRandom) => CorpusCase,
  seed: number,
): Generator<{ property: string; story: CorpusCase; breach: string | null }> {
  for (let run = 0; run < runs; run += 1) {
    const random = new SeededRandom(seed + run);
    const property = PROPERTIES[run % PROPERTIES.length] as Property;
    const story = nextCase(random);
    yield { property: property.name, story, breach: property.breach(story, random) };
  }
}

function repeated({ readings }: CorpusCase, random: SeededRandom): CorpusReading[] {
  return random.shuffled(readings.flatMap((reading) => Array.from({ length: 1 + random.integer(5) }, () => reading)));
}

function sameAs(story: CorpusCase, readings: readonly CorpusReading[]): string | null {
  return difference(textOf(weighed(story, readings)), textOf(weighed(story)));
}

/** The ledger after every batch of a shuffled day must end where that of the whole day does. */
function inBatches(story: CorpusCase, random: SeededRandom): string | null {
  const arrivals = random.shuffled(story.readings);
  const ledger: Ledger = new Map();
  const rows: Booking[] = [];
  const cuts = Array.from({ length: 4 }, () => random.integer(arrivals.length)).sort((one, other) => one - other);
  for (const cut of [...cuts, arrivals.length]) book(ledger, rows, weighVisits(runOf(story, arrivals.slice(0, cut))));
  const clean: Ledger = new Map();
  book(clean, [], weighed(story));
  const sums = [...ledger.values()].reduce((sum, { grams }) => sum + grams, 0);
  if (rows.reduce((sum, { grams }) => sum + grams, 0) !== sums) return 'the rows do not add up to the bookings';
  return difference(JSON.stringify([...ledger].sort(byId)), JSON.stringify([...clean].sort(byId)));
}

function book(ledger: Ledger, rows: Booking[], groups: readonly GroupWeighing[]): void {
  const wanted = new Map<string, Booking | null>();
  for (const group of groups) {
    const id = weighingIdOf(group);
    const isWaiting = group.weighing.state === 'waiting';
    wanted.set(id, isWaiting ? (ledger.get(id) ?? null) : visitBooking(group, localDateOf));
    for (const event of eventBookings(group, localDateOf)) wanted.set(event.weighingId, event.wanted);
  }
  for (const id of new Set([...ledger.keys(), ...wanted.keys()])) {
    const booking = wanted.get(id) ?? null;
    rows.push(...bookDifference(ledger.get(id) ?? null, booking));
    if (booking) ledger.set(id, booking);
    else ledger.delete(id);
  }
}

/** What is judged by the whole load (emptyings, lost cells, the maximum) has no such freedom. */
function shifted(story: CorpusCase, random: SeededRandom): string | null {
  const grams = (1 + random.integer(400)) * story.resolutionGrams;
  return sameNets(
    weighed(story),
    weighed(
      story,
      moved(story, (value) => value + grams),
    ),
    1,
  );
}

function mirrored(story: CorpusCase): string | null {
  return sameNets(
    weighed(story),
    weighed(
      story,
      moved(story, (value) => 0 - value),
    ),
    -1,
  );
}

const BY_WHOLE_LOAD = [
  'cell_lost',
  'unit_changed',
  'over_maximum',
  'implausible_weight',
  'not_near_empty_weight',
  'empty_weight_unknown',
];

function sameNets(one: readonly GroupWeighing[], other: readonly GroupWeighing[], sign: 1 | -1): string | null {
  const [plain, changed] = [netsOf(one), netsOf(other)];
  const both = [...plain.keys()].filter((id) => changed.has(id));
  const nets = (of: Map<string, Net>, by: 1 | -1) =>
    JSON.stringify(both.map((id) => [id, by * (of.get(id)?.grams ?? 0) + 0, of.get(id)?.reason]));
  return difference(nets(changed, sign), nets(plain, 1));
}

interface Net {
  grams: number;
  reason: string | null;
}

/** By group. Which way a late load went depends on the sign. */
function netsOf(groups: readonly GroupWeighing[]): Map<string, Net> {
  return new Map(
    groups.flatMap(({ visitIds, weighing }) => {
      if (weighing.state === 'waiting' || weighing.result.kind === 'emptying') return [];
      const { grams, reason } = weighing.result;
      if (reason !== null && BY_WHOLE_LOAD.includes(reason)) return [];
      return [[visitIds.join(), { grams, reason: reason?.replace(/_(added|removed)$/, '') ?? null }] as const];
    }),
  );
}

/** Half of the readings say the same within what a slower scale may be wrong by. */
function resampled(story: CorpusCase): string | null {
  const thinned = weighed(
    story,
    story.readings.filter((_reading, index) => index % 2 === 0),
  );
  const [one, other] = [carriedNets(thinned), carriedNets(weighed(story))];
  const far = [...one].filter(
    ([id, grams]) => other.has(id) && Math.abs(grams - (other.get(id) ?? 0)) > RESAMPLED_GRAMS,
  );
  return far.length === 0 ? null : `${far.map(([id]) => id).join()} differ by more than ${RESAMPLED_GRAMS} g`;
}

const RESAMPLED_GRAMS = 1_500;

function conserved(story: CorpusCase): string | null {
  const residual = residualOf(weighed(story));
  return residual === 0 ? null : `${residual} g are missing`;
}

function weighed(story: CorpusCase, readings = story.readings as readonly CorpusReading[]): GroupWeighing[] {
  return weighVisits(runOf(story, readings));
}

function moved(story: CorpusCase, change: (grams: number) => number): CorpusReading[] {
  return story.readings.map((reading) => ({
    ...reading,
    grams: reading.grams === null ? null : change(reading.grams),
  }));
}

/** By group: what was weighed and is sure. */
function carriedNets(groups: readonly GroupWeighing[]): Map<string, number> {
  return new Map(
    groups.flatMap(({ visitIds, weighing }) => {
      if (weighing.state === 'waiting' || weighing.result.quality !== 'ok') return [];
      return weighing.result.kind === 'emptying' ? [] : [[visitIds.join(), weighing.result.grams] as const];
    }),
  );
}

function textOf(groups: readonly GroupWeighing[]): string {
  return JSON.stringify(groups);
}

function byId([one]: [string, Booking], [other]: [string, Booking]): number {
  return one < other ? -1 : 1;
}

function difference(one: string, other: string): string | null {
  if (one === other) return null;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return `…${one.slice(Math.max(at - 60, 0), at + 60)}… instead of …${other.slice(Math.max(at - 60, 0), at + 60)}…`;
}
