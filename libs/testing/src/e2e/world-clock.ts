import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One clock for service processes and everything around them; it stands still until it is set. */
export class WorldClock {
  private readonly folder = mkdtempSync(join(tmpdir(), 'selvbetjent-clock-'));
  private instant: Date;

  constructor(now: string) {
    this.instant = new Date(now);
    this.write();
  }

  /** What makes services go by it. */
  get service(): { preload: string; env: Record<string, string> } {
    return { preload: join(__dirname, 'own-clock.cjs'), env: { CLOCK_FILE: this.file } };
  }

  now(): Date {
    return new Date(this.instant);
  }

  /** Forward only, as the world goes. */
  set(instant: Date): void {
    if (instant < this.instant) throw new Error(`The clock can't go back to ${instant.toISOString()}`);
    this.instant = new Date(instant);
    this.write();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get file(): string {
    return join(this.folder, 'now');
  }

  /** By another name first: nobody reads half an instant. */
  private write(): void {
    writeFileSync(`${this.file}.next`, String(this.instant.getTime()));
    renameSync(`${this.file}.next`, this.file);
  }
}
