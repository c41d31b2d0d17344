import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { decodeReadings, parseTopic } from '@selvbetjent/devices';
import { Clock, redactLine, redactText } from '@selvbetjent/platform';
import { setTimeout as delay } from 'node:timers/promises';
import { DecodeForeign } from './decode-foreign';
import { keepablePayload } from './domain/keepable-payload';
import { OWN_BOOT_PREFIX } from './domain/sample';
import { PoisonStore } from './poison.store';
import { type IncomingReadings, type Receipt, RecordReadings } from './record-readings';

export interface ScaleMessage {
  topic: string;
  payload: Uint8Array;
}

const TRIES = 3;
const PAUSE_MS = 200;
const UPLOADS = 'https/';
const MAX_UPLOAD_BYTES = 256 * 1024;

/** From an MQTT message to a commit. What can't be used is kept with the reason; only a database that doesn't answer throws. */
@Injectable()
export class ReceiveScaleMessage {
  private readonly logger = new Logger(ReceiveScaleMessage.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RecordReadings) private readonly recordReadings: RecordReadings,
    @Inject(PoisonStore) private readonly poison: PoisonStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(DecodeForeign) private readonly decodeForeign: DecodeForeign,
  ) {}

  /** @returns what the device should hear; null when it gets no answer. */
  async handle(message: ScaleMessage): Promise<Receipt | null> {
    if (!parseTopic(message.topic)) return this.handleForeign(message);
    const incoming = this.decode(message, this.clock.now());
    if (typeof incoming === 'string') return this.keepPoison(message, incoming);
    const receipt = await this.record(message, incoming);
    if (!receipt) return null;
    const { unusable } = incoming.message;
    if (unusable.length > 0) await this.keepPoison(message, unusable.join(', '));
    return receipt;
  }

  /**
   * Takes in a kept payload again, as of then.
   * @returns why it still can't be used; null when it was taken in, now or before
   */
  async again(message: ScaleMessage, kept: { id: number; receivedAt: Date }): Promise<string | null> {
    const uploader = uploaderOf(message.topic);
    if (uploader === null && !parseTopic(message.topic)) return this.foreignAgain(message, kept);
    const incoming =
      uploader === null
        ? this.decode(message, kept.receivedAt)
        : decodeUpload(uploader, { payload: message.payload, receivedAt: kept.receivedAt });
    if (typeof incoming === 'string') return incoming;
    if (!(await this.recordReadings.handle(incoming))) return 'unknown_device';
    return incoming.message.unusable.length > 0 ? incoming.message.unusable.join(', ') : null;
  }

  /** Other makes number nothing: the payload's own id makes the identity, and what its other scales said at once is known. */
  private async foreignAgain(
    { topic, payload }: ScaleMessage,
    { id, receivedAt }: { id: number; receivedAt: Date },
  ): Promise<string | null> {
    const { incoming, fault } = await this.decodeForeign.handle(topic, payload, receivedAt);
    const boot = `${OWN_BOOT_PREFIX}poison-${id}`;
    for (const { message, ...one } of incoming) {
      const readings = message.readings.map((reading, index) => ({ ...reading, seq: index + 1 }));
      await this.recordReadings.handleUnheard({ ...one, message: { ...message, boot, readings } });
    }
    return fault?.reason ?? null;
  }

  /** Tries a few times. A message that fails although the database answers must not stop those behind it. */
  private async record(message: ScaleMessage, incoming: IncomingReadings): Promise<Receipt | null> {
    for (let tries = 1; ; tries += 1) {
      try {
        return (await this.recordReadings.handle(incoming)) ?? (await this.keepPoison(message, 'unknown_device'));
      } catch (error) {
        this.logger.warn(`${message.topic} could not be recorded, try ${tries}: ${(error as Error).message}`);
        if (tries < TRIES) await delay(PAUSE_MS);
        else return this.giveUp(message, error as Error);
      }
    }
  }

  private async giveUp(message: ScaleMessage, error: Error): Promise<null> {
    await this.database.ping();
    return this.keepPoison(message, `failed: ${error.message}`);
  }

  private decode({ topic, payload }: ScaleMessage, receivedAt: Date): IncomingReadings | string {
    const native = parseTopic(topic);
    const decoded = decodeReadings(payload);
    if (!native || !decoded.ok) return decoded.ok ? 'unknown_device' : decoded.reason;
    const { stationId, deviceId } = native;
    return { sender: { stationId, deviceId }, message: decoded.message, receivedAt };
  }

  /** Other makes hear no answer. Of a scale that may weigh people nothing is kept that can't be read. */
  private async handleForeign(message: ScaleMessage): Promise<null> {
    const { topic, payload } = message;
    const receivedAt = this.clock.now();
    const { incoming, fault } = await this.decodeForeign.handle(topic, payload, receivedAt);
    for (const one of incoming) await this.record(message, one);
    const kept = fault?.isKeepable ? payload : new Uint8Array();
    return fault ? this.keepPoison({ topic, payload: kept }, fault.reason, receivedAt) : null;
  }

  /** Keeps what can't be used, as far as it may be kept. */
  async keepPoison({ topic, payload }: ScaleMessage, reason: string, receivedAt = this.clock.now()): Promise<null> {
    this.logger.warn({ topic, reason, bytes: payload.byteLength }, 'A scale sent what cannot be used');
    const kept = keepablePayload(payload, reason, redact);
    await this.poison.keep({ topic, reason, ...kept, receivedAt });
    return null;
  }
}

/** What came by HTTPS is kept under a topic that no broker has. */
export function uploadTopic(deviceId: string): string {
  return `${UPLOADS}${deviceId}`;
}

function uploaderOf(topic: string): string | null {
  return topic.startsWith(UPLOADS) ? topic.slice(UPLOADS.length) : null;
}

/** @returns why an upload can't be used, or its readings. */
export function decodeUpload(
  deviceId: string,
  { payload, receivedAt }: { payload: Uint8Array; receivedAt: Date },
): IncomingReadings | string {
  const decoded = decodeReadings(payload, MAX_UPLOAD_BYTES);
  return decoded.ok ? { sender: { deviceId }, message: decoded.message, receivedAt } : decoded.reason;
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
