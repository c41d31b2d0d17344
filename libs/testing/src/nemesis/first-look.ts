import { type Evidence } from './evidence/evidence';
import { readSoFar, type Witnessed } from './evidence/read-so-far';
import { INVARIANTS } from './invariants/catalogue';

const LOOK_MS = 4_000;
/** They hold at every instant; all others need rest. */
const AT_ANY_TIME = ['I4', 'I5', 'I6'];

/** @returns whether one of the invariants of these names is broken */
export function isBroken(names: readonly string[], evidence: Evidence): boolean {
  return INVARIANTS.some((one) => names.includes(one.id) && one.check(evidence).length > 0);
}

/** Looks again and again at what must hold at every instant, so that a run whose only question is answered can end. */
export class FirstLook {
  /** In which one of them was broken. */
  found: Evidence | null = null;
  private readonly names: readonly string[];
  private readonly timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;

  /** @param stopAt names of invariants */
  constructor(
    private readonly witnessed: Witnessed,
    stopAt: readonly string[],
  ) {
    this.names = stopAt.filter((name) => AT_ANY_TIME.includes(name));
    if (this.names.length > 0) this.timer = setInterval(() => (this.looking ??= this.look()), LOOK_MS);
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      const evidence = await readSoFar(this.witnessed);
      if (isBroken(this.names, evidence)) this.found = evidence;
    } catch {
      // The database is down, by a fault.
    } finally {
      this.looking = null;
    }
  }
}
