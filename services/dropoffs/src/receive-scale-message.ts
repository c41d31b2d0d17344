import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { decodeReadings, parseTopic } from '@selvbetjent/devices';
import { redactLine, redactText } from '@selvbetjent/platform';
import { setImmediate as immediately, setTimeout as delay } from 'node:timers/promises';
import { DecodeForeign } from './decode-foreign';
import { keepablePayload } from './domain/keepable-payload';
import { OWN_BOOT_PREFIX } from './domain/sample';
import { type IncomingReadings, type Sender } from './incoming-readings';
import { PoisonStore } from './poison.store';
import { type Receipt, RecordReadings } from './record-readings';

export interface ScaleMessage {
  topic: string;
  payload: Uint8Array;
  /** Our clock, when it arrived. */
  receivedAt: Date;
}

/** A message and why it can't be used. */
export interface PoisonPayload extends ScaleMessage {
  reason: string;
}

/** What a message comes to: what to record (of other makes, for several scales), or what is wrong with it. */
export interface DecodedMessage {
  message: ScaleMessage;
  incoming: IncomingReadings[];
  /** Null when all of it can be used, or nothing is meant to be. */
  poison: PoisonPayload | null;
}

const UNKNOWN_DEVICE = 'unknown_device';
/** Under which what came by HTTPS is kept; the device's id follows. No MQTT topic of ours begins so. */
export const UPLOAD_TOPIC = 'https/';
/** Of an upload's body. */
export const MAX_UPLOAD_BYTES = 256 * 1024;
const TRIES = 3;
const PAUSE_MS = 200;

/** From MQTT messages to a commit. What can't be used is kept with the reason; only a database that doesn't answer throws. */
@Injectable()
export class ReceiveScaleMessage {
  private readonly logger = new Logger(ReceiveScaleMessage.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RecordReadings) private readonly recordReadings: RecordReadings,
    @Inject(PoisonStore) private readonly poison: PoisonStore,
    @Inject(DecodeForeign) private readonly decodeForeign: DecodeForeign,
  ) {}

  /** In their order, a pause after each: what is being recorded meanwhile goes on. */
  async decode(messages: readonly ScaleMessage[]): Promise<DecodedMessage[]> {
    const decoded: DecodedMessage[] = [];
    for (const message of messages) {
      decoded.push(await this.decodeOne(message));
      await immediately();
    }
    return decoded;
  }

  /**
   * All of them in one transaction; if that fails, each alone.
   * @returns what the devices should hear, of each boot the last word
   */
  async record(decoded: readonly DecodedMessage[]): Promise<Receipt[]> {
    const recorded = await this.recordUsable(decoded);
    const poison = [...decoded.flatMap((one) => one.poison ?? []), ...recorded.poison];
    if (poison.length > 0) await this.keepPoison(poison);
    return recorded.receipts;
  }

  /**
   * Takes in a kept payload again, as of then.
   * @returns why it still can't be used; null when it was taken in, now or before
   */
  async again(message: ScaleMessage, id: number): Promise<string | null> {
    const sender = senderOf(message.topic);
    if (!sender) return this.foreignAgain(message, id);
    const maxBytes = 'stationId' in sender ? undefined : MAX_UPLOAD_BYTES;
    const decoded = decodeReadings(message.payload, maxBytes);
    if (!decoded.ok) return decoded.reason;
    const incoming = { sender, message: decoded.message, receivedAt: message.receivedAt };
    const [receipt] = await this.recordReadings.handle([incoming]);
    if (!receipt) return UNKNOWN_DEVICE;
    return decoded.message.unusable.length > 0 ? decoded.message.unusable.join(', ') : null;
  }

  /** Keeps what can't be used, as far as it may be kept. */
  async keepPoison(payloads: readonly PoisonPayload[]): Promise<void> {
    for (const { topic, reason, payload } of payloads)
      this.logger.warn({ topic, reason, bytes: payload.byteLength }, 'A scale sent what cannot be used');
    await this.poison.keep(
      payloads.map(({ payload, ...one }) => ({ ...one, ...keepablePayload(payload, one.reason, redact) })),
    );
  }

  /** Other makes number nothing: the payload's own id makes the identity, and what its other scales said at once is known. */
  private async foreignAgain({ topic, payload, receivedAt }: ScaleMessage, id: number): Promise<string | null> {
    const { incoming, fault } = await this.decodeForeign.handle(topic, payload, receivedAt);
    const boot = `${OWN_BOOT_PREFIX}poison-${id}`;
    for (const { message, ...one } of incoming) {
      const readings = message.readings.map((reading, index) => ({ ...reading, seq: index + 1 }));
      await this.recordReadings.handleUnheard({ ...one, message: { ...message, boot, readings } });
    }
    return fault?.reason ?? null;
  }

  private async decodeOne(message: ScaleMessage): Promise<DecodedMessage> {
    const { topic, payload, receivedAt } = message;
    const native = parseTopic(topic);
    if (!native) return this.decodeOther(message);
    const decoded = decodeReadings(payload);
    if (!decoded.ok) return { message, incoming: [], poison: { ...message, reason: decoded.reason } };
    const { stationId, deviceId } = native;
    const incoming = { sender: { stationId, deviceId }, message: decoded.message, receivedAt };
    return { message, incoming: [incoming], poison: null };
  }

  /** Of a scale that may weigh people nothing is kept that can't be read. */
  private async decodeOther(message: ScaleMessage): Promise<DecodedMessage> {
    const { incoming, fault } = await this.decodeForeign.handle(message.topic, message.payload, message.receivedAt);
    const payload = fault?.isKeepable ? message.payload : new Uint8Array();
    return { message, incoming, poison: fault && { ...message, payload, reason: fault.reason } };
  }

  private async recordUsable(
    decoded: readonly DecodedMessage[],
  ): Promise<{ receipts: Receipt[]; poison: PoisonPayload[] }> {
    const all = decoded.flatMap(({ message, incoming }) => incoming.map((one) => ({ message, one })));
    if (all.length === 0) return { receipts: [], poison: [] };
    const outcomes = await this.recordTogether(all);
    const receipts = new Map<string, Receipt>();
    const poison: PoisonPayload[] = [];
    for (const [index, { message, one }] of all.entries()) {
      const outcome = outcomes[index] ?? UNKNOWN_DEVICE;
      if (typeof outcome === 'string') poison.push({ ...message, reason: outcome });
      else {
        receipts.set(JSON.stringify([outcome.scale.deviceId, outcome.ack.boot]), outcome);
        const { unusable } = one.message;
        if (unusable.length > 0) poison.push({ ...message, reason: unusable.join(', ') });
      }
    }
    return { receipts: [...receipts.values()], poison };
  }

  /** A message that fails although the database answers must not stop those that came with it. */
  private async recordTogether(
    all: readonly { message: ScaleMessage; one: IncomingReadings }[],
  ): Promise<(Receipt | string | null)[]> {
    try {
      return await this.recordReadings.handle(all.map(({ one }) => one));
    } catch (error) {
      this.logger.warn(`${all.length} messages could not be recorded together: ${(error as Error).message}`);
    }
    const outcomes: (Receipt | string | null)[] = [];
    for (const { message, one } of all) outcomes.push(await this.recordAlone(message, one));
    return outcomes;
  }

  /** @returns why it can't be recorded, if the database answers to everything else. */
  private async recordAlone(message: ScaleMessage, incoming: IncomingReadings): Promise<Receipt | string | null> {
    for (let tries = 1; ; tries += 1) {
      try {
        return (await this.recordReadings.handle([incoming]))[0] ?? null;
      } catch (error) {
        this.logger.warn(`${message.topic} could not be recorded, try ${tries}: ${(error as Error).message}`);
        if (tries < TRIES) await delay(PAUSE_MS);
        else {
          await this.database.ping();
          return `failed: ${(error as Error).message}`;
        }
      }
    }
  }
}

/** @returns null for a scale of another make. What came by HTTPS is known by its key, which was good then. */
function senderOf(topic: string): Sender | null {
  const native = parseTopic(topic);
  if (native) return { stationId: native.stationId, deviceId: native.deviceId };
  return topic.startsWith(UPLOAD_TOPIC) ? { deviceId: topic.slice(UPLOAD_TOPIC.length) } : null;
}

/** A payload of JSON that has nothing to hide stays as it is, to the letter. */
function redact(text: string): string {
  const isJson = /^\s*[[{]/.test(text);
  const line = isJson ? redactLine(text).trimEnd() : redactText(text);
  return isJson && isSameJson(line, text) ? text : line;
}

function isSameJson(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return one === other;
  }
}
