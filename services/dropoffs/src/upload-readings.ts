import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  denied,
  ok,
  type Outcome,
  permanent,
  temporary,
  type UploadReadings,
  type UploadReceipt,
} from '@selvbetjent/contracts';
import { decodeReadings } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { DeviceKeyStore } from './device-key.store';
import { MAX_UPLOAD_BYTES, ReceiveScaleMessage, UPLOAD_TOPIC } from './receive-scale-message';
import { RecordReadings } from './record-readings';

/** Readings by HTTPS: the same as over MQTT, and the answer is the `ack`, after the commit. */
@Injectable()
export class UploadReadingsHandler {
  private readonly logger = new Logger(UploadReadingsHandler.name);

  constructor(
    @Inject(DeviceKeyStore) private readonly keys: DeviceKeyStore,
    @Inject(RecordReadings) private readonly recordReadings: RecordReadings,
    @Inject(ReceiveScaleMessage) private readonly receive: ReceiveScaleMessage,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** `bad_key` says nothing of whether there is such a device. */
  async handle({ deviceId, keyHash, body }: UploadReadings): Promise<Outcome<UploadReceipt>> {
    try {
      if (!(await this.keys.isGood(deviceId, keyHash)))
        return denied('bad_key', 'The key is not good for this device.');
      return await this.take(deviceId, Buffer.from(body, 'base64'));
    } catch (error) {
      this.logger.warn({ err: error, deviceId }, 'An upload was not taken in');
      return temporary('unavailable', 'Nothing was taken in. Keep the readings and try again.');
    }
  }

  private async take(deviceId: string, payload: Buffer): Promise<Outcome<UploadReceipt>> {
    const decoded = decodeReadings(payload, MAX_UPLOAD_BYTES);
    const receivedAt = this.clock.now();
    const poison = { topic: `${UPLOAD_TOPIC}${deviceId}`, payload, receivedAt };
    if (!decoded.ok) {
      await this.receive.keepPoison([{ ...poison, reason: decoded.reason }]);
      return permanent(
        decoded.reason,
        'The body is not what the native dialect describes. It was kept for the operators.',
      );
    }
    const [receipt] = await this.recordReadings.handle([
      { sender: { deviceId }, message: decoded.message, receivedAt },
    ]);
    if (!receipt) return denied('bad_key', 'The key is not good for this device.');
    const { unusable } = decoded.message;
    if (unusable.length > 0) await this.receive.keepPoison([{ ...poison, reason: unusable.join(', ') }]);
    return ok({ ...receipt.ack, ...(receipt.resend && { resend: receipt.resend.resend }) });
  }
}
