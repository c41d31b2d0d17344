import { type Logger } from '@nestjs/common';

/** Messages of one door that wait for the database; and doors that have some. More are dropped: doors repeat what counts. */
const MAX_WAITING = 5_000;
const MAX_WAITING_DOORS = 1_000;

/** One at a time per door: its messages are worked off in the order in which they came. */
export class InTurn {
  private readonly queues = new Map<string, { last: Promise<void>; waiting: number }>();

  constructor(private readonly logger: Logger) {}

  run(doorId: string, work: () => Promise<void>): void {
    const queue = this.queues.get(doorId) ?? { last: Promise.resolve(), waiting: 0 };
    const isCrowded = queue.waiting === 0 && this.queues.size >= MAX_WAITING_DOORS;
    if (isCrowded || queue.waiting >= MAX_WAITING) {
      return this.logger.warn(`A message of ${doorId} was dropped: too many wait for the database`);
    }
    queue.waiting += 1;
    queue.last = queue.last
      .then(() => this.workOff(doorId, work))
      .then(() => {
        queue.waiting -= 1;
        if (queue.waiting === 0) this.queues.delete(doorId);
      });
    this.queues.set(doorId, queue);
  }

  private async workOff(doorId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`A message of ${doorId} was not kept; the door will repeat it: ${(error as Error).message}`);
    }
  }
}
