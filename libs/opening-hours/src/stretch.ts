import { Reason } from './schedule';

/** A time with one answer; epoch milliseconds, half-open. A canvas is a gapless row of them. */
export interface Stretch {
  start: number;
  end: number;
  state: 'open' | 'closed' | 'unknown';
  reason: Reason;
  rule: string | null;
}

/** Paints a stroke over the part of the canvas that it covers, where it may. */
export function paint(
  canvas: Stretch[],
  stroke: Stretch,
  mayCover: (under: Stretch) => boolean = () => true,
): Stretch[] {
  return canvas.flatMap((under) => {
    const start = Math.max(under.start, stroke.start);
    const end = Math.min(under.end, stroke.end);
    if (start >= end || !mayCover(under)) return [under];
    return [
      { ...under, end: start },
      { ...stroke, start, end },
      { ...under, start: end },
    ].filter((part) => part.start < part.end);
  });
}

/** Joins neighbours that say the same. */
export function merge(canvas: Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const stretch of canvas) {
    const last = merged.at(-1);
    if (last && last.end === stretch.start && sameAnswer(last, stretch)) last.end = stretch.end;
    else if (stretch.start < stretch.end) merged.push({ ...stretch });
  }
  return merged;
}

function sameAnswer(a: Stretch, b: Stretch): boolean {
  return a.state === b.state && a.rule === b.rule && a.reason.code === b.reason.code && a.reason.nb === b.reason.nb;
}
