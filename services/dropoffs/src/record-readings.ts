import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { type Ack, type Resend } from '@selvbetjent/devices';
import { type BootMessages, type JudgedBoot, lastArrival, newsOf } from './boot-news';
import { spansOf } from './spans-of';
import { deviceIdOf, type IncomingReadings } from './incoming-readings';
import { MissingDays } from './reading-days';
import { ReadingStore, type Settled } from './reading.store';
import { isPlaceOf, type PlacedScale, ScaleStore } from './scale.store';
import { WeighingDueStore } from './weighing-due.store';
import { WeighingRun } from './weighing-run';

/** What the device should hear, once the transaction has committed. */
export interface Receipt {
  scale: PlacedScale;
  ack: Ack;
  /** Null when nothing is missing, or when it was asked for a moment ago. */
  resend: Resend | null;
}

const ASK_AGAIN_MS = 10_000;

/**
 * Takes in what scales say, in one transaction: readings, rejected elements, seqs received, clocks, and what must be weighed. Five statements,
 * however many messages; more only for what is repeated, rejected or missing.
 */
@Injectable()
export class RecordReadings {
  private readonly logger = new Logger(RecordReadings.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ScaleStore) private readonly scales: ScaleStore,
    @Inject(ReadingStore) private readonly readings: ReadingStore,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(WeighingRun) private readonly weighing: WeighingRun,
  ) {}

  /** @returns in their order; null for a device that isn't in the registry: nothing is kept and it gets no acknowledgement. */
  async handle(incoming: readonly IncomingReadings[]): Promise<(Receipt | null)[]> {
    return this.withRoom((tx) => this.record(tx, incoming));
  }

  /** The same of readings whose identity isn't the device's own: those of an instant that it has spoken of are known. */
  async handleUnheard(incoming: IncomingReadings): Promise<void> {
    const { message, sender } = incoming;
    await this.withRoom(async (tx) => {
      const heard = await this.readings.heardAt(tx, deviceIdOf(sender), instantsOf(incoming));
      const readings = message.readings.filter(({ at }) => !heard.has(at.getTime()));
      await this.record(tx, [{ ...incoming, message: { ...message, readings } }]);
    });
  }

  /** Which days the readings are of is known only once clocks are corrected, and a day is made by a transaction of its own. */
  private async withRoom<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await this.database.transaction(work);
      } catch (error) {
        if (!(error instanceof MissingDays)) throw error;
        await this.readings.makeRoom(error.days);
      }
    }
  }

  private async record(tx: Transaction, incoming: readonly IncomingReadings[]): Promise<(Receipt | null)[]> {
    const places = await this.scales.find(tx, [...new Set(incoming.map(({ sender }) => deviceIdOf(sender)))]);
    const boots = byBoot(incoming, places);
    if (boots.size === 0) return incoming.map(() => null);
    const known = await this.readings.openBoots(tx, [...boots.values()]);
    const judged = [...boots].map(([id, boot]) => ({ id, ...boot, news: newsOf(known(boot), boot.messages) }));
    await this.keep(tx, judged);
    const settled = await this.readings.settle(tx, judged);
    const receipts = new Map<string, Receipt>();
    for (const boot of judged) receipts.set(boot.id, await this.receiptOf(tx, boot, settled(boot)));
    return incoming.map((one) => receipts.get(bootIdOf(one)) ?? null);
  }

  private async keep(tx: Transaction, boots: readonly JudgedBoot[]): Promise<void> {
    if (boots.some(({ news }) => news.fresh.length > 0)) {
      const spans = spansOf(boots);
      await this.readings.insert(tx, boots, spans);
      if (await this.due.markForReadings(tx, spans)) tx.afterCommit(() => this.weighing.wake());
    }
    for (const boot of boots) await this.keepOdd(tx, boot);
  }

  /** The first reading of a seq stands; what says otherwise afterwards is kept beside it and shown. */
  private async keepOdd(tx: Transaction, { deviceId, boot, messages, news }: JudgedBoot): Promise<void> {
    const key = { deviceId, boot };
    const receivedAt = lastArrival(messages);
    if (news.repeated.length > 0) {
      const seqs = await this.readings.keepConflicts(tx, key, news.repeated, receivedAt);
      if (seqs.length > 0)
        this.logger.error(
          { ...key, seqs },
          'Readings came again with other content; the first ones stand. Is the device cloned?',
        );
    }
    const rejected = messages.flatMap(({ message }) => message.rejected);
    if (rejected.length === 0) return;
    await this.readings.reject(tx, key, rejected, receivedAt);
    this.logger.warn({ ...key, rejected }, 'Readings were rejected');
  }

  private async receiptOf(tx: Transaction, boot: JudgedBoot, settled: Settled): Promise<Receipt> {
    const { contiguousSeq, missing, isContested } = settled;
    const key = { deviceId: boot.deviceId, boot: boot.boot };
    if (isContested) this.logger.error(key, 'Two devices speak under one name in turns: give one of them its own');
    const pause = { now: lastArrival(boot.messages), pauseMs: ASK_AGAIN_MS };
    const asks = missing.length > 0 && (await this.readings.mayAsk(tx, key, settled, pause));
    const ack = { boot: key.boot, seq: contiguousSeq };
    return { scale: boot.scale, ack, resend: asks ? { boot: key.boot, resend: missing } : null };
  }
}

/** Those of devices that the registry has, in the order in which every transaction locks them. */
function byBoot(
  incoming: readonly IncomingReadings[],
  places: ReadonlyMap<string, PlacedScale>,
): Map<string, BootMessages> {
  const boots = new Map<string, BootMessages>();
  for (const one of incoming) {
    const deviceId = deviceIdOf(one.sender);
    const scale = places.get(deviceId);
    if (!scale || !isPlaceOf(scale, one.sender)) continue;
    const boot = boots.get(bootIdOf(one));
    if (boot) boot.messages.push(one);
    else boots.set(bootIdOf(one), { deviceId, boot: one.message.boot, scale, messages: [one] });
  }
  return boots;
}

/** Senders of different kinds are never one boot: one of them isn't what the registry has. */
function bootIdOf({ sender, message }: IncomingReadings): string {
  return JSON.stringify([sender, message.boot]);
}

function instantsOf({ message }: IncomingReadings): Date[] {
  return message.readings.map(({ at }) => at);
}
