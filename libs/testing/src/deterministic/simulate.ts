import { SeededRandom } from '@selvbetjent/simulation';
import { live } from './live';
import { reduceEvents } from './reduce-events';
import { type Core, type Failure, type SimulationResult, type World } from './world';

export interface SimulationSize {
  firstSeed: number;
  /** Events in all, over as many seeds as it takes. */
  steps: number;
}

/** Runs worlds of one seed after the other until the steps are spent or something is broken. */
export async function simulate<Event>(
  core: Core<Event>,
  { firstSeed, steps }: SimulationSize,
): Promise<SimulationResult<Event>> {
  let taken = 0;
  let seed = firstSeed;
  for (; taken < steps; seed += 1) {
    const run = await runSeed(core, seed, Math.min(core.stepsPerSeed, steps - taken));
    taken += run.steps;
    const failure = failureOf(core, seed, run);
    if (failure) return { steps: taken, seeds: seed - firstSeed + 1, failure };
  }
  return { steps: taken, seeds: seed - firstSeed, failure: null };
}

/** One seed, for as many steps as asked: what `--seed N --steps M` replays. */
export async function replay<Event>(core: Core<Event>, seed: number, steps: number): Promise<Failure<Event> | null> {
  return failureOf(core, seed, await runSeed(core, seed, steps));
}

interface Run<Event> {
  steps: number;
  events: Event[];
  broken: string | null;
}

async function runSeed<Event>(core: Core<Event>, seed: number, steps: number): Promise<Run<Event>> {
  const random = new SeededRandom(seed);
  const events: Event[] = [];
  const draw = (world: World<Event>): Event | null => {
    if (events.length === steps) return null;
    const event = world.next(random);
    events.push(event);
    return event;
  };
  const broken = await live(core, draw);
  return { steps: events.length, events, broken };
}

function failureOf<Event>(
  core: Core<Event>,
  seed: number,
  { steps, events, broken }: Run<Event>,
): Failure<Event> | null {
  return broken === null ? null : { core: core.name, seed, step: steps, broken, events };
}

/** @returns null without a failure, else for people: what broke, the command that shows it again, and the events that it takes */
export async function explain<Event>(core: Core<Event>, failure: Failure<Event> | null): Promise<string | null> {
  if (!failure) return null;
  const { seed, step, broken, events } = failure;
  const enough = await reduceEvents(core, events, broken);
  return [
    `${core.name}: ${broken}`,
    `npm run simulate -- --core ${core.name} --seed ${seed} --steps ${step}`,
    `${enough.length} of its ${step} events break it by themselves:`,
    ...enough.map((event) => `  ${JSON.stringify(event)}`),
  ].join('\n');
}
