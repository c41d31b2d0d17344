import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** One value that survives a restart of the device. Synchronous, so that nothing happens before it is kept. */
export interface DeviceMemory<T> {
  load(): T | undefined;
  save(value: T): void;
}

/** Lines that survive a restart of the device, in the order in which they were appended. */
export interface DeviceLog<T> {
  readAll(): T[];
  append(line: T): void;
  rewrite(lines: readonly T[]): void;
}

/** What a device keeps of a boot because nobody has acknowledged it. */
export interface UnacknowledgedBoot {
  boot: string;
  /** Rising. */
  seqs: number[];
}

/** Forgets at the end of the process. */
export function volatileMemory<T>(): DeviceMemory<T> {
  let kept: string | undefined;
  return {
    load: () => (kept === undefined ? undefined : (JSON.parse(kept) as T)),
    save: (value) => {
      kept = JSON.stringify(value);
    },
  };
}

/** Forgets at the end of the process. */
export function volatileLog<T>(): DeviceLog<T> {
  let lines: T[] = [];
  return {
    readAll: () => [...lines],
    append: (line) => void lines.push(line),
    rewrite: (all) => {
      lines = [...all];
    },
  };
}

/** A JSON file, replaced as a whole: a kill leaves the old value or the new one. A damaged file counts as none. */
export function fileMemory<T>(path: string): DeviceMemory<T> {
  mkdirSync(dirname(path), { recursive: true });
  return {
    load: () => (existsSync(path) ? parsed<T>(readFileSync(path, 'utf8')) : undefined),
    save: (value) => replaceFile(path, JSON.stringify(value)),
  };
}

/** A file of JSON lines. What a kill leaves half written at its end is dropped. */
export function fileLog<T>(path: string): DeviceLog<T> {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, 'a', 0o600);
  return {
    readAll: () => {
      const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
      return lines.map((line) => parsed<T>(line)).filter((line) => line !== undefined);
    },
    append: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    rewrite: (lines) => {
      replaceFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      closeSync(file);
      file = openSync(path, 'a', 0o600);
    },
  };
}

function replaceFile(path: string, text: string): void {
  const next = `${path}.next`;
  const file = openSync(next, 'w', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(next, path);
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
