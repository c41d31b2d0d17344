import { type Evidence } from './evidence/evidence';
import { readSoFar, type Witnessed } from './evidence/read-so-far';
import { invariantsFor } from './invariants/catalogue';

const LOOK_MS = 4_000;

/** @returns whether one of the invariants of these names is broken */
export function isBroken(names: readonly string[], evidence: Evidence): boolean {
  return invariantsFor(evidence).some((one) => names.includes(one.id) && one.check(evidence).length > 0);
}

/** Looks again and again at what must hold at every instant, so that a run whose only question is answered can end. */
export class FirstLook {
  /** In which one of them was broken. */
  found: Evidence | null = null;
  /** Resolves when there is such evidence. */
  readonly whenFound: Promise<void>;
  private tellFound: () => void = () => undefined;
  private readonly timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;

  /** @param stopAt names of invariants */
  constructor(
    private readonly witnessed: Witnessed,
    private readonly stopAt: readonly string[],
  ) {
    this.whenFound = new Promise((resolve) => (this.tellFound = resolve));
    const isAnyLookedAt = invariantsFor({ reach: 'moment' }).some(({ id }) => stopAt.includes(id));
    if (isAnyLookedAt) this.timer = setInterval(() => void (this.looking ??= this.look()), LOOK_MS);
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      const evidence = await readSoFar(this.witnessed);
      if (!isBroken(this.stopAt, evidence)) return;
      this.found = evidence;
      this.tellFound();
    } catch {
      // The database is down, by a fault.
    } finally {
      this.looking = null;
    }
  }
}
