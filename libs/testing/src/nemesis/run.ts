import { SeededRandom } from '@selvbetjent/simulation';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bed, startBed } from './bed/bed';
import { resourcesOf } from './evidence/processes';
import { type Evidence } from './evidence/evidence';
import { faultsNamed } from './faults/catalogue';
import { type Fault } from './faults/fault';
import { FirstLook, isBroken } from './first-look';
import { gather } from './gather';
import { History, type HistoryLine, type JournalLine, Lines } from './history';
import { invariantsFor } from './invariants/catalogue';
import { type NemesisOptions } from './options';
import { Patience } from './patience';
import { aheadBy, strikeInPhases } from './phases';
import { planStations, stationsFileOf } from './plan';
import { countAt, hitsByPoint, STRUCK_POINTS } from './points';
import { answersOf, type NemesisReport } from './report';
import { leftBehind } from './workload/left-behind';
import { beginningOf } from './world';
import { Workload } from './workload/workload';

const TOLD_EVERY_MS = 10_000;
/** One visit with kilos among so many stations says that people get on again; after the rest it goes on without. */
const STATIONS_A_VISIT = 5;
const LONGEST_REST_MS = 90_000;
/** The world is so long before its beginning while everything is started. */
const STARTING_MS = 30 * 60_000;

/** Starts everything, lets faults strike while people and devices go on, waits for calm, and checks what is left. */
export async function runNemesis(options: NemesisOptions, tell: (line: string) => void): Promise<NemesisReport> {
  const chosen = faultsNamed(options.faults);
  const startedMs = performance.now();
  const beginning = beginningOf(options.world, new Date());
  const aheadMs = options.world === 'now' ? 0 : beginning.getTime() - STARTING_MS - Date.now();
  const plan = planStations(options.stations, beginning);
  tell(`Seed ${options.seed}: starting PostgreSQL, NATS, an MQTT broker, seven services and ${plan.length} stations.`);
  let stopBed = (): Promise<void> => Promise.resolve();
  const stop = (): void => void stopBed().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const bed = await startBed(
    { ...options, aheadMs, stationsFile: stationsFileOf(plan), kept: leftBehind(plan, beginning) },
    (stopStarting) => (stopBed = stopStarting),
  );
  try {
    mkdirSync(options.report, { recursive: true });
    const journal = new Lines<JournalLine>(fresh(options.report, 'journal.jsonl'));
    const history = new History(new Lines<HistoryLine>(fresh(options.report, 'history.jsonl')), () => bed.time.now());
    const patience = new Patience(options.patienceSeconds * 1_000);
    const workload = new Workload({ bed, plan, history, journal, patience, seed: options.seed });
    const missing = chosen
      .flatMap(({ name, missing: why }) => ({ name, why: why?.(bed) ?? '' }))
      .filter(({ why }) => why);
    for (const { name, why } of missing) tell(`SKIPPED: ${name}: ${why}`);
    const faults = chosen.filter(({ name }) => !missing.some((one) => one.name === name));
    if (options.world !== 'now') bed.time.leap(beginning.getTime() - bed.time.now().getTime());
    const before = await resourcesOf(bed);
    const witnessed = { bed, workload, history, journal, plan, patience };
    const look = new FirstLook(witnessed, options.stopAt);
    const injected = await strikeWhileAllGoesOn({ bed, workload, faults, options, look, tell });
    await look.end();
    const isEnough = (known: Evidence): boolean => isBroken(options.stopAt, known);
    const evidence = look.found ?? (await gather({ ...witnessed, dist: options.dist, before, tell }, isEnough));
    const judged = invariantsFor(evidence);
    const violations = judged.flatMap((invariant) => invariant.check(evidence));
    return {
      ...{ options, broker: bed.servers.broker, tookMs: Math.round(performance.now() - startedMs), missing },
      kills: evidence.exits.filter(({ signal }) => signal === 'SIGKILL').length,
      points: hitsByPoint(bed.kills.hits),
      ...{ visits: workload.count.visits, dropOffs: workload.count.carried, readings: workload.sentBoots.readings },
      unlocks: answersOf(history.all),
      injected: Object.fromEntries([...injected].sort(([one], [other]) => one.localeCompare(other))),
      invariants: judged.map(({ id, says }) => ({
        id,
        says,
        held: violations.every((one) => one.invariant !== id),
      })),
      ...{ violations, liveness: evidence.liveness, resources: evidence.resources },
    };
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
    cpSync(join(bed.folder, 'services'), join(options.report, 'logs'), { recursive: true });
    await bed.stop();
  }
}

interface Striking {
  bed: Bed;
  workload: Workload;
  faults: readonly Fault[];
  options: NemesisOptions;
  look: FirstLook;
  tell: (line: string) => void;
}

/** Ends when enough was struck and enough was carried, or when the time is up. */
async function strikeWhileAllGoesOn(striking: Striking): Promise<Map<string, number>> {
  const { bed, workload, faults, options, look, tell } = striking;
  const endMs = performance.now() + options.minutes * 60_000;
  const killedBefore = killsOf(bed);
  const killsNow = (): number => killsOf(bed) - killedBefore;
  const has = (pattern: RegExp): boolean => faults.some(({ name }) => pattern.test(name));
  const needsKills = (): boolean => has(/kill|storm/) && killsNow() < options.kills;
  const openPoints = (): number =>
    countAt(STRUCK_POINTS, bed.kills.hits).filter(({ hits }) => hits < options.points).length;
  const needsPoints = (): boolean => has(/^kill-points$/) && openPoints() > 0;
  const isOver = (): boolean =>
    performance.now() > endMs || (!needsKills() && workload.count.carried >= options.dropOffs && !needsPoints());
  const status = (): string =>
    `${killsNow()} kills, ${workload.count.carried} visits with kilos` +
    (options.points > 0 ? `, ${openPoints()} points to go` : '');
  const struck = { atMs: -Infinity, carried: 0 };
  const hasGotOn = (): boolean =>
    performance.now() > struck.atMs + LONGEST_REST_MS ||
    workload.count.carried >= options.dropOffs ||
    workload.count.carried >= struck.carried + options.stations / STATIONS_A_VISIT;
  const ticking = setInterval(() => tell(status()), TOLD_EVERY_MS);
  try {
    const counts = new Map<string, number>();
    const injected = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
    const strike = { bed, stations: workload.stations, random: new SeededRandom(options.seed), injected };
    const working = workload.run(isOver);
    const phases = strikeInPhases(faults, strike, {
      isOver,
      ahead: () => aheadBy([options.kills, killsNow()], [options.dropOffs, workload.count.carried]),
      needed: () => [...(needsKills() ? ['sigkill'] : []), ...(needsPoints() ? ['kill-points'] : [])],
      hasGotOn,
      told: (names) => {
        tell(names.length === 0 ? 'quiet' : names.join(', '));
        if (names.length > 0) Object.assign(struck, { atMs: performance.now(), carried: workload.count.carried });
      },
    });
    const whole = Promise.all([phases, working]).then(() => undefined);
    // Cut short, it loses the bed under its feet.
    void look.whenFound.then(() => whole.catch(() => undefined));
    await Promise.race([whole, look.whenFound]);
    return counts;
  } finally {
    clearInterval(ticking);
  }
}

function killsOf({ children }: Bed): number {
  return children.exits.filter(({ signal }) => signal === 'SIGKILL').length;
}

function fresh(folder: string, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '');
  return path;
}
