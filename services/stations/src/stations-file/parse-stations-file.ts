import { plainToInstance } from 'class-transformer';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { duplicateFaults } from './duplicate-faults';
import { isPlain, withDefaults } from './entry-defaults';
import { type Fault, type Path, pathText } from './fault';
import { meaningFaults } from './meaning-faults';
import { shapeFaults } from './shape-faults';
import { type StationEntry } from '../domain/station-entry';
import { StationShape } from './station-shape';

/** Every fault of a stations file, one line each: `stations.yaml:12: stations[0].name: is missing`. */
export class StationsFileError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/**
 * Reads a stations file whole. Throws StationsFileError with all its faults at once.
 * @param file its name, for the messages only
 */
export function parseStationsFile(text: string, file: string): StationEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line}: ${message}`);
  if (broken.length > 0) throw new StationsFileError(broken);

  const { entries, faults } = check(document.toJS());
  if (faults.length === 0) return entries;
  const located = faults.map((fault) => ({ fault, line: lineOf(document, lines, fault.path) }));
  located.sort((a, b) => a.line - b.line);
  throw new StationsFileError(
    located.map(
      ({ fault, line }) => `${file}:${line}: ${[pathText(fault.path), fault.reason].filter(Boolean).join(': ')}`,
    ),
  );
}

function check(content: unknown): { entries: StationEntry[]; faults: Fault[] } {
  if (!isPlain(content) || !Array.isArray(content.stations)) {
    return { entries: [], faults: [{ path: [], reason: 'must have a list "stations"' }] };
  }
  const unknown = Object.keys(content).filter((key) => key !== 'stations');
  const faults: Fault[] = unknown.map((key) => ({ path: [key], reason: 'unknown key' }));
  const entries = content.stations.map((station) => plainToInstance(StationShape, withDefaults(station)));
  for (const [index, entry] of entries.entries()) faults.push(...stationFaults(entry, ['stations', index]));
  if (faults.length === 0) faults.push(...duplicateFaults(entries));
  return { entries, faults };
}

/** The meaning is looked at only where the types hold. */
function stationFaults(entry: StationEntry, path: Path): Fault[] {
  if (!isPlain(entry)) return [{ path, reason: 'must be a station with id, name …' }];
  const faults = shapeFaults(entry, path);
  return faults.length > 0 ? faults : meaningFaults(entry, path);
}

/** @returns the line of the deepest part of the path that the file has: the key's in a map, the element's in a list. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth > 0; depth--) {
    const offset = offsetOf(document, path.slice(0, depth));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document, path: Path): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (isMap(parent)) {
    const key = parent.items
      .map((pair) => pair.key)
      .find((candidate) => isScalar(candidate) && candidate.value === path.at(-1));
    return isNode(key) ? key.range?.[0] : undefined;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
