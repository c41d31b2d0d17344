import type { Sample } from './sample';
import type { Evidence, WeighingResult } from './weighing';

/** An entry of the ledger as a person wants to see it. Times are epoch milliseconds of corrected device time. */
export interface Drawing {
  title: string;
  samples: readonly Sample[];
  doors: readonly { openedAtMs: number; closedAtMs: number }[];
  /** What was decided, and by which readings; null while nothing is. */
  decision: { result: WeighingResult; evidence: Evidence } | null;
  /** How a time is written, in the station's zone. */
  timeText: (atMs: number) => string;
}

const WIDTH = 960;
const HEIGHT = 340;
const [LEFT, RIGHT, TOP, BOTTOM] = [78, 14, 54, 34];
const AROUND_MS = 6 * 60_000;
const TICKS = 5;

interface Scale {
  x: (atMs: number) => number;
  y: (grams: number) => number;
  fromMs: number;
  untilMs: number;
  lowGrams: number;
  highGrams: number;
}

/** @returns an SVG image of its own: the series, when the door was open, the windows that were compared, and the decision. */
export function drawWeighing(drawing: Drawing): string {
  const scale = scaleOf(drawing);
  const parts = [
    ...drawing.doors.map((door) => doorOf(door, scale)),
    ...axesOf(scale, drawing.timeText),
    ...windowsOf(drawing, scale),
    ...seriesOf(drawing.samples, scale),
  ];
  const [title, decision] = [drawing.title, decisionText(drawing.decision)].map(escaped);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${title}: ${decision}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="15" font-weight="bold">${title}</text><text x="${LEFT}" y="40">${decision}</text>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

function scaleOf({ samples, doors }: Drawing): Scale {
  const shown = samples.filter(({ grams }) => grams !== null);
  const [opened, closed] = [doors[0]?.openedAtMs, doors.at(-1)?.closedAtMs];
  const fromMs = (opened ?? shown[0]?.atMs ?? 0) - AROUND_MS;
  const untilMs = (closed ?? shown.at(-1)?.atMs ?? fromMs) + 2 * AROUND_MS;
  const grams = shown.filter(({ atMs }) => atMs >= fromMs && atMs <= untilMs).map((sample) => sample.grams as number);
  const [low, high] = grams.length > 0 ? [Math.min(...grams), Math.max(...grams)] : [0, 0];
  const margin = Math.max((high - low) * 0.08, 200);
  const [lowGrams, highGrams] = [low - margin, high + margin];
  return {
    ...{ fromMs, untilMs, lowGrams, highGrams },
    x: (atMs) => round(LEFT + ((atMs - fromMs) / (untilMs - fromMs)) * (WIDTH - LEFT - RIGHT)),
    y: (value) => round(HEIGHT - BOTTOM - ((value - lowGrams) / (highGrams - lowGrams)) * (HEIGHT - TOP - BOTTOM)),
  };
}

function doorOf({ openedAtMs, closedAtMs }: Drawing['doors'][number], { x }: Scale): string {
  const width = Math.max(x(closedAtMs) - x(openedAtMs), 1);
  return `<rect x="${x(openedAtMs)}" y="${TOP}" width="${width}" height="${HEIGHT - TOP - BOTTOM}" fill="#fbe6c8"><title>The door is open</title></rect>`;
}

function axesOf({ x, y, fromMs, untilMs, lowGrams, highGrams }: Scale, timeText: Drawing['timeText']): string[] {
  return Array.from({ length: TICKS }, (_, tick) => {
    const share = tick / (TICKS - 1);
    const [grams, atMs] = [lowGrams + share * (highGrams - lowGrams), fromMs + share * (untilMs - fromMs)];
    const anchor = tick === 0 ? 'start' : tick === TICKS - 1 ? 'end' : 'middle';
    return [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(grams)}" y2="${y(grams)}" stroke="#ddd"/>`,
      `<text x="${LEFT - 6}" y="${y(grams) + 4}" text-anchor="end">${(grams / 1_000).toFixed(1)} kg</text>`,
      `<text x="${x(atMs)}" y="${HEIGHT - 12}" text-anchor="${anchor}">${escaped(timeText(atMs))}</text>`,
    ].join('');
  });
}

function windowsOf({ decision }: Drawing, { x, y, fromMs, untilMs }: Scale): string[] {
  if (!decision) return [];
  const { before, after, toleranceGrams } = decision.evidence;
  return [before, after].flatMap((load) => {
    if (!load) return [];
    const [from, until] = [Math.max(load.fromMs, fromMs), Math.min(load.untilMs, untilMs)];
    const band = Math.max(y(load.grams - toleranceGrams / 2) - y(load.grams + toleranceGrams / 2), 3);
    const [left, width] = [x(from), Math.max(x(until) - x(from), 1)];
    return [
      `<rect x="${left}" y="${round(y(load.grams) - band / 2)}" width="${width}" height="${round(band)}" fill="#7fb98b" opacity="0.45"/>`,
      `<line x1="${left}" x2="${round(left + width)}" y1="${y(load.grams)}" y2="${y(load.grams)}" stroke="#176b2c" stroke-width="2"/>`,
    ];
  });
}

/** Faults are gaps in the line. */
function seriesOf(samples: readonly Sample[], { x, y, fromMs, untilMs }: Scale): string[] {
  let isDrawing = false;
  const path = samples
    .filter(({ atMs }) => atMs >= fromMs && atMs <= untilMs)
    .map(({ atMs, grams }) => {
      const step = grams === null ? '' : `${isDrawing ? 'L' : 'M'}${x(atMs)} ${y(grams)}`;
      isDrawing = grams !== null;
      return step;
    })
    .join('');
  return path === '' ? [] : [`<path d="${path}" fill="none" stroke="#1f42aa" stroke-width="1"/>`];
}

function decisionText(decision: Drawing['decision']): string {
  if (!decision) return 'not decided yet';
  const { kind, grams, quality, reason, method } = decision.result;
  const weight = `${grams > 0 ? '+' : ''}${(grams / 1_000).toFixed(3)} kg`;
  return [kind, weight, quality, reason, method].filter((part) => part !== null).join(' · ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
