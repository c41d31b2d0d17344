import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The time that services, devices and Oslonøkkelen go by: it runs as the machine's does, ahead of it, and can leap forward. */
export class WorldTime {
  private aheadMs = 0;

  constructor(private readonly folder: string) {
    this.write();
  }

  get file(): string {
    return join(this.folder, 'clock-ahead');
  }

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  /** Forward only, as the world goes. */
  leap(ms: number): void {
    if (ms < 0) throw new RangeError('The world goes forward only');
    this.aheadMs += ms;
    this.write();
  }

  /** By another name first: nobody reads half a number. */
  private write(): void {
    writeFileSync(`${this.file}.next`, String(this.aheadMs));
    renameSync(`${this.file}.next`, this.file);
  }
}
