import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type StationEntry } from '../domain/station-entry';
import { checkStations } from './check-stations';
import { type Path, pathText } from './fault';

/** A fault and the line that it is on, from 1; none where there is no file to have lines. */
export interface LocatedFault {
  line?: number;
  /** As people write it: `stations[0].name`; empty for the file itself. */
  path: string;
  reason: string;
}

/** Every fault of a stations file, one line each: `stations.yaml:12: stations[0].name: is missing`. */
export class StationsFileError extends Error {
  readonly faults: readonly string[];

  constructor(
    readonly file: string,
    readonly located: readonly LocatedFault[],
  ) {
    const place = (line?: number): string => (line === undefined ? file : `${file}:${line}`);
    const faults = located.map(({ line, path, reason }) => [place(line), ...(path ? [path] : []), reason].join(': '));
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/**
 * Reads a stations file whole. Throws StationsFileError with all its faults at once.
 * @param file its name, for the messages only
 */
export function parseStationsFile(text: string, file: string): StationEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    path: '',
    reason: message,
  }));
  if (broken.length > 0) throw new StationsFileError(file, broken);

  const { entries, faults } = checkStations(document.toJS());
  if (faults.length === 0) return entries;
  const located = faults.map(({ path, reason }) => ({
    line: lineOf(document, lines, path),
    path: pathText(path),
    reason,
  }));
  throw new StationsFileError(
    file,
    located.toSorted((a, b) => a.line - b.line),
  );
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
