import { DOOR_BUGS } from './door-bugs';
import { FACT_BUGS } from './fact-bugs';
import { KILO_BUGS } from './kilo-bugs';
import { type PlantedBug } from './planted-bug';

/** Every mistake that the nemesis must find. */
export const PLANTED_BUGS: readonly PlantedBug[] = [...DOOR_BUGS, ...FACT_BUGS, ...KILO_BUGS];

/** @throws Error for a name that none of them has */
export function plantedBugsNamed(name: string | undefined): readonly PlantedBug[] {
  if (!name) return PLANTED_BUGS;
  const found = PLANTED_BUGS.filter((bug) => bug.name === name);
  if (found.length > 0) return found;
  throw new Error(`No planted bug is called ${name}. There are ${PLANTED_BUGS.map((bug) => bug.name).join(', ')}.`);
}
