import { Inject, Injectable } from '@nestjs/common';
import {
  type ClockOffset,
  type Contact,
  correctionMs,
  type DoorState,
  observeClock,
  UNKNOWN_CLOCK,
} from '@selvbetjent/devices';
import { DoorBootStore } from './door-boot.store';

/** What the running boot's messages have shown of its clock. */
interface RunningBoot {
  boot: string;
  clock: ClockOffset;
  /** When its last message left the door, by our clock (epoch ms). */
  sentUntilMs: number;
  /** When that of the boot before left; absent when we have not heard it. */
  earlierUntilMs?: number;
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
   * @returns what makes ours of the message's instants. A door that doesn't say when it sent is taken at its word. What a door tells of an
   * earlier boot goes by that boot's clock, as far as it was ever heard live, and not by the one that tells it.
   */
  async dating(doorId: string, state: DoorState, receivedAt: Date): Promise<(at: Date) => Date> {
    const clock = await this.clockOf(doorId, state, receivedAt.getTime());
    return (at) => new Date(at.getTime() + correctionMs(clock, at.getTime(), receivedAt.getTime()));
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

  private async clockOf(doorId: string, state: DoorState, receivedAtMs: number): Promise<ClockOffset> {
    const { boot, sentAt, historical } = state;
    if (!sentAt) return UNKNOWN_CLOCK;
    const contact = { receivedAtMs, sentAtMs: sentAt.getTime() };
    return historical ? this.ofHistory(doorId, boot, contact) : this.ofPresent(doorId, boot, contact);
  }

  private async ofHistory(doorId: string, boot: string, { receivedAtMs, sentAtMs }: Contact): Promise<ClockOffset> {
    const running = this.running.get(doorId);
    const known = running?.boot === boot ? running.clock.agreedMs : await this.boots.clockOf({ doorId, boot });
    const agreedMs = known ?? receivedAtMs - sentAtMs;
    return { samplesMs: [agreedMs], agreedMs };
  }

  private ofPresent(doorId: string, boot: string, contact: Contact): ClockOffset {
    const known = this.running.get(doorId);
    const before =
      known?.boot === boot ? known : { clock: UNKNOWN_CLOCK, keptMs: null, earlierUntilMs: known?.sentUntilMs };
    const { earlierUntilMs, keptMs } = before;
    const clock = observeClock(before.clock, { ...contact, earlierUntilMs });
    const sentUntilMs = contact.sentAtMs + correctionMs(clock, contact.sentAtMs, contact.receivedAtMs);
    this.running.set(doorId, { boot, clock, sentUntilMs, earlierUntilMs, keptMs });
    return clock;
  }
}
