import { Inject, Injectable } from '@nestjs/common';
import { rebirthOf, type SparkplugCommand } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';

const PAUSE_MS = 60_000;

/** Sparkplug's edge nodes whose births we missed: each is asked to tell them again, at most once a minute. */
@Injectable()
export class RebirthRequests {
  private readonly askedAtMs = new Map<string, number>();
  private waiting: SparkplugCommand[] = [];

  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** @param topic of a message with an alias that no birth has told us */
  want(topic: string): void {
    const now = this.clock.now();
    const command = rebirthOf(topic, now);
    if (!command || now.getTime() - (this.askedAtMs.get(command.topic) ?? -Infinity) < PAUSE_MS) return;
    this.askedAtMs.set(command.topic, now.getTime());
    this.waiting.push(command);
  }

  /** @returns what is to be sent now, each once */
  take(): SparkplugCommand[] {
    const commands = this.waiting;
    this.waiting = [];
    return commands;
  }
}
