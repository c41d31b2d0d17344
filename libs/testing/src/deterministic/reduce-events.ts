import { live } from './live';
import { type Core } from './world';

/** Attempts at leaving events out; each runs the rest from the beginning. */
const MOST_ATTEMPTS = 400;

/**
 * Leaves out what a failure doesn't need: halves, quarters … single events, as long as the same thing breaks.
 * @param broken the first words of it must stay the same, up to a colon; what follows may name other ids
 */
export async function reduceEvents<Event>(core: Core<Event>, events: Event[], broken: string): Promise<Event[]> {
  let kept = events;
  let attempts = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1 && attempts < MOST_ATTEMPTS; size = Math.floor(size / 2)) {
    for (let from = 0; from < kept.length && attempts < MOST_ATTEMPTS; attempts += 1) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (isSame(await brokenBy(core, fewer), broken)) kept = fewer;
      else from += size;
    }
  }
  return kept;
}

function brokenBy<Event>(core: Core<Event>, events: readonly Event[]): Promise<string | null> {
  let told = 0;
  return live(core, () => events[told++] ?? null);
}

function isSame(one: string | null, other: string): boolean {
  return one !== null && one.split(':')[0] === other.split(':')[0];
}
