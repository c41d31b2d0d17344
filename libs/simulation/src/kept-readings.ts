import type { DeviceLog, UnacknowledgedBoot } from './device-memory';
import type { NativeReading } from './native-dialect';

/** A line of the scale's log: a reading, or what has been acknowledged. */
export type ScaleLogLine = { boot: string; reading: NativeReading } | { boot: string; acked: number };

interface BootReadings {
  boot: string;
  lastSeq: number;
  ackedSeq: number;
  readings: NativeReading[];
}

export interface ReadingBatch {
  boot: string;
  readings: NativeReading[];
}

const COMPACT_AFTER_LINES = 5_000;

/** Readings that are kept until they are acknowledged, each in the log before it is sent, over any number of boots. */
export class KeptReadings {
  private boots: BootReadings[] = [];
  private lines = 0;

  constructor(private readonly log: DeviceLog<ScaleLogLine>) {
    for (const line of log.readAll()) this.apply(line);
    this.compact();
  }

  /** Boots with readings that nobody has acknowledged. */
  get unacknowledged(): UnacknowledgedBoot[] {
    const kept = this.boots.filter(({ readings }) => readings.length > 0);
    return kept.map(({ boot, readings }) => ({ boot, seqs: readings.map(({ seq }) => seq) }));
  }

  get count(): number {
    return this.boots.reduce((sum, { readings }) => sum + readings.length, 0);
  }

  startBoot(boot: string): void {
    this.boots = this.boots.filter(({ readings }) => readings.length > 0);
    this.boots.push({ boot, lastSeq: 0, ackedSeq: 0, readings: [] });
  }

  add(boot: string, reading: Omit<NativeReading, 'seq'>): void {
    const seq = (this.boots.find((candidate) => candidate.boot === boot)?.lastSeq ?? 0) + 1;
    this.write({ boot, reading: { seq, ...reading } });
  }

  acknowledge(boot: string, seq: number): boolean {
    const current = this.boots.find((candidate) => candidate.boot === boot);
    if (!current || seq <= current.ackedSeq) return false;
    this.write({ boot, acked: Math.min(seq, current.lastSeq) });
    return true;
  }

  /** The oldest batch with readings after these marks (by boot, the last seq that was sent). */
  nextBatch(sent: ReadonlyMap<string, number>, size: number): ReadingBatch | undefined {
    for (const { boot, readings } of this.boots) {
      const after = sent.get(boot) ?? 0;
      const unsent = readings.filter(({ seq }) => seq > after).slice(0, size);
      if (unsent.length > 0) return { boot, readings: unsent };
    }
    return undefined;
  }

  /** Those of the named readings that are still here. */
  pick(boot: string, seqs: readonly number[]): NativeReading[] {
    const wanted = new Set(seqs);
    const readings = this.boots.find((candidate) => candidate.boot === boot)?.readings ?? [];
    return readings.filter(({ seq }) => wanted.has(seq));
  }

  private write(line: ScaleLogLine): void {
    this.log.append(line);
    this.apply(line);
    this.lines += 1;
    if (this.lines > COMPACT_AFTER_LINES + this.count) this.compact();
  }

  private apply(line: ScaleLogLine): void {
    let boot = this.boots.find((candidate) => candidate.boot === line.boot);
    if (!boot) {
      boot = { boot: line.boot, lastSeq: 0, ackedSeq: 0, readings: [] };
      this.boots.push(boot);
    }
    if ('acked' in line) {
      boot.ackedSeq = line.acked;
      boot.lastSeq = Math.max(boot.lastSeq, line.acked);
      boot.readings = boot.readings.filter(({ seq }) => seq > line.acked);
    } else {
      boot.lastSeq = line.reading.seq;
      boot.readings.push(line.reading);
    }
  }

  /** Keeps of the log what is still needed. */
  private compact(): void {
    const lines = this.boots.flatMap(({ boot, ackedSeq, readings }): ScaleLogLine[] => [
      { boot, acked: ackedSeq },
      ...readings.map((reading) => ({ boot, reading })),
    ]);
    this.log.rewrite(lines);
    this.lines = lines.length;
  }
}
