import { Inject, Injectable } from '@nestjs/common';
import { type ClockOffset, correctionMs, type DoorState, observeClock, UNKNOWN_CLOCK } from '@selvbetjent/devices';
import { DoorBootStore } from './door-boot.store';

/** What the running boot's messages have shown of its clock. */
interface RunningBoot {
  boot: string;
  clock: ClockOffset;
  /** The offset in ms that is on file; null when none is. */
  keptMs: number | null;
}

/** A change of the offset that is worth a write: more than messages differ by on their way. */
const NOTABLE_MS = 1_000;

/** How wrong the clocks of doors are, boot by boot: after a power cut a door may go by another clock than before. */
@Injectable()
export class DoorClocks {
  private readonly running = new Map<string, RunningBoot>();

  constructor(@Inject(DoorBootStore) private readonly boots: Pick<DoorBootStore, 'clockOf' | 'keepClock'>) {}

  /**
   * @returns what to add to the message's instants to get ours, in ms. 0 of a door that doesn't say when it sent: it is taken at its word. What a
   * door tells of an earlier boot goes by that boot's clock, as far as it was ever heard live, and not by the one that tells it.
   */
  async correctionMs(doorId: string, { boot, sentAt, historical }: DoorState, receivedAt: Date): Promise<number> {
    if (!sentAt) return 0;
    const differenceMs = receivedAt.getTime() - sentAt.getTime();
    if (historical) return steadyCorrectionMs((await this.knownMs(doorId, boot)) ?? differenceMs);
    const known = this.running.get(doorId);
    const before = known?.boot === boot ? known : { clock: UNKNOWN_CLOCK, keptMs: null };
    const clock = observeClock(before.clock, differenceMs, 0);
    this.running.set(doorId, { boot, clock, keptMs: before.keptMs });
    return correctionMs(clock);
  }

  /** Puts the running boot's offset on file, for what later boots and other processes will be told of it. */
  async keep(doorId: string): Promise<void> {
    const known = this.running.get(doorId);
    if (!known) return;
    const { agreedMs } = known.clock;
    if (known.keptMs !== null && Math.abs(agreedMs - known.keptMs) < NOTABLE_MS) return;
    await this.boots.keepClock({ doorId, boot: known.boot }, agreedMs);
    known.keptMs = agreedMs;
  }

  forget(doorId: string): void {
    this.running.delete(doorId);
  }

  private async knownMs(doorId: string, boot: string): Promise<number | null> {
    const known = this.running.get(doorId);
    return known?.boot === boot ? known.clock.agreedMs : this.boots.clockOf({ doorId, boot });
  }
}

function steadyCorrectionMs(offsetMs: number): number {
  return correctionMs(observeClock(UNKNOWN_CLOCK, offsetMs, 0));
}
