/** Kept back from the time budget for the answer's way home. */
const RETURN_MS = 300;
/** The door's driver has the first word when its time is up; after this much more, what hangs elsewhere is answered for. */
const MARGIN_MS = 100;
/** A request without time is answered all the same. */
const NO_BUDGET_ANSWER_MS = 500;

/** How long after its arrival a request may still act on a door. */
export function actWithinMs(budgetMs: number): number {
  return budgetMs - RETURN_MS;
}

/** How long after its arrival a request is answered at the latest. Short budgets, in which nothing is sent, give it half of their time. */
export function answerWithinMs(budgetMs: number): number {
  if (budgetMs <= 0) return NO_BUDGET_ANSWER_MS;
  return Math.max(actWithinMs(budgetMs) + MARGIN_MS, budgetMs / 2);
}
