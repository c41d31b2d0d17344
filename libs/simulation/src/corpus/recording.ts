import type { CorpusCase, CorpusReading, CorpusVisit } from './corpus-case';

/** The first line of a recording. */
interface Header extends Pick<CorpusCase, 'family' | 'noise' | 'seed' | 'resolutionGrams' | 'maxGrams'> {
  format: string;
}

const FORMAT = 'selvbetjent-recording/1';

/**
 * A recording of a real scale, or a told story, as JSON lines: first a header
 * `{"format":"selvbetjent-recording/1","family":…,"noise":…,"seed":…,"resolutionGrams":…,"maxGrams":…}`, then one line for each
 * reading `{"reading":{boot, seq, atMs, grams, status, tareEpoch, temperature}}` in order of arrival, and one for each visit
 * `{"visit":{visitId, openedAtMs, closedAtMs, closedBy, grams, expected}}` with the true grams by a reference scale.
 */
export function writeRecording({ readings, visits, ...about }: CorpusCase): string {
  const header: Header = { format: FORMAT, ...about };
  const lines: object[] = [header, ...readings.map((reading) => ({ reading })), ...visits.map((visit) => ({ visit }))];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * @returns what `writeRecording` wrote
 * @throws Error with the number of the first line that can't be used
 */
export function readRecording(text: string): CorpusCase {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const [first, ...rest] = lines.filter(({ line }) => line !== '');
  const { format, ...about } = parse<Header>(first ?? { line: '', number: 1 });
  if (format !== FORMAT) throw new Error(`line 1: the format is ${JSON.stringify(format)}, not ${FORMAT}`);
  const readings: CorpusReading[] = [];
  const visits: CorpusVisit[] = [];
  for (const each of rest) {
    const { reading, visit } = parse<{ reading?: CorpusReading; visit?: CorpusVisit }>(each);
    if (reading) readings.push(checked(reading, ['boot', 'seq', 'atMs', 'grams', 'status'], each.number));
    else if (visit) visits.push(checked(visit, ['visitId', 'openedAtMs', 'closedAtMs', 'grams'], each.number));
    else throw new Error(`line ${each.number}: neither a reading nor a visit`);
  }
  return { ...about, readings, visits };
}

function parse<T>({ line, number }: { line: string; number: number }): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    throw new Error(`line ${number}: not JSON`);
  }
}

function checked<T extends object>(item: T, required: (keyof T)[], number: number): T {
  const missing = required.filter((name) => item[name] === undefined);
  if (missing.length > 0) throw new Error(`line ${number}: ${missing.join(', ')} missing`);
  return item;
}
