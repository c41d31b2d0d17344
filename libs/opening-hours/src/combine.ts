import { Stretch, paint } from './stretch';

/** Closed where either is closed, unknown where either is unknown, open where both are open. */
export function narrow(canvas: Stretch[], by: Stretch[]): Stretch[] {
  return by.reduce((narrowed, stretch) => {
    if (stretch.state === 'open') return narrowed;
    const mayCover = (under: Stretch) => isMore(under, stretch);
    return paint(narrowed, stretch, mayCover);
  }, canvas);
}

/** Open where either is open, unknown where either is unknown, closed where both are closed. */
export function widen(canvas: Stretch[], by: Stretch[]): Stretch[] {
  return by.reduce((widened, stretch) => paint(widened, stretch, (under) => isMore(stretch, under)), canvas);
}

const OPENNESS = { closed: 0, unknown: 1, open: 2 } as const;

function isMore(a: Stretch, b: Stretch): boolean {
  return OPENNESS[a.state] > OPENNESS[b.state];
}
