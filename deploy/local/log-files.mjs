import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const rotateBytes = 20 * 1024 * 1024;

/** Opens a process's log for appending; a large one of earlier runs is put aside first. */
export function openLog(path) {
  if (existsSync(path) && statSync(path).size > rotateBytes) renameSync(path, `${path}.1`);
  return openSync(path, 'a');
}

export const sizeOf = (path) => (existsSync(path) ? statSync(path).size : 0);

/** What was appended to a log since `offset`. */
export function readFrom(path, offset, maxBytes = 1024 * 1024) {
  const length = Math.min(sizeOf(path) - offset, maxBytes);
  if (length <= 0) return '';
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, length, offset));
  } finally {
    closeSync(file);
  }
}

/** The message of a log line when it reports an error (pino, PostgreSQL, NATS), else undefined. */
export function errorIn(line) {
  if (line.startsWith('{')) {
    try {
      const entry = JSON.parse(line);
      const isError = typeof entry.level === 'number' ? entry.level >= 50 : /error|fatal/i.test(entry.level);
      return isError ? [entry.msg ?? entry.message, entry.err?.message].filter(Boolean).join(': ') : undefined;
    } catch {
      return undefined;
    }
  }
  return /\b(FATAL|PANIC)\b|\[(ERR|FTL)\]|^\w*Error\b/.test(line) ? line.trim() : undefined;
}

/** The most telling line of a log's tail: its last error, else its last line. */
export function lastError(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map(errorIn).filter(Boolean).pop() ?? lines.pop() ?? '';
}

/**
 * Shows new errors of a log as they come, each text at most once in 30 seconds.
 * @returns {() => void} stops it
 */
export function showErrors(path, show) {
  const shownAt = new Map();
  let offset = sizeOf(path);
  const timer = setInterval(() => {
    if (sizeOf(path) < offset) offset = 0;
    const text = readFrom(path, offset);
    const complete = text.slice(0, text.lastIndexOf('\n') + 1) || (text.length > 100_000 ? text : '');
    offset += Buffer.byteLength(complete);
    for (const message of complete.split('\n').map(errorIn).filter(Boolean)) {
      if (Date.now() - (shownAt.get(message) ?? 0) < 30_000) continue;
      shownAt.set(message, Date.now());
      show(message);
    }
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}
