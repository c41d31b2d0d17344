import { Controller, Headers, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import { UploadReadings, type UploadReceipt } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { Problem } from '@selvbetjent/platform';
import { type Request, type Response } from 'express';
import { createHash } from 'node:crypto';
import { networkOf } from '../rate-limits';
import { ForDevices } from '../sign-in/access-rule';
import { type Uploader, UploadRates } from '../upload-rates';
import { DeviceParams } from './device.dto';

/** As many uploads at a time; more would only wait for the same database. */
const AT_ONCE = 8;
const RETRY_SECONDS = 10;
const DEVICE_KEY = /^Bearer ([\w-]{43})$/i;

/** Readings of devices that can't speak MQTT. */
@ApiTags('devices')
@Controller('api/devices')
export class UploadController {
  private readonly rates = new UploadRates();
  private underWay = 0;

  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /**
   * Takes in the native `readings` message (≤ 256 KiB, with the device's key as bearer token) and answers the `ack` after the commit.
   * 429 and 503 carry Retry-After; until an answer covers a reading, the device keeps it.
   */
  @ForDevices()
  @ApiBearerAuth('device-key')
  @ApiBody({
    schema: {
      type: 'object',
      example: { boot: '9c1f0a7be2d4468f', readings: [{ seq: 1, at: '2026-11-20T10:00:00Z', grams: 412300 }] },
    },
  })
  @Post(':deviceId/readings')
  @HttpCode(200)
  async upload(
    @Param() { deviceId }: DeviceParams,
    @Req() { body, ip }: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('authorization') authorization = '',
  ): Promise<UploadReceipt> {
    const [, key = ''] = DEVICE_KEY.exec(authorization) ?? [];
    const keyHash = createHash('sha256').update(key).digest('hex');
    const uploader = { deviceId, keyHash, network: networkOf(ip ?? '') };
    const waitSeconds = this.rates.waitSeconds(uploader);
    if (waitSeconds > 0) throw later(response, 429, waitSeconds);
    if (key === '') throw this.refuse(uploader);
    if (this.underWay >= AT_ONCE) throw later(response, 503, RETRY_SECONDS);
    this.underWay += 1;
    try {
      const payload = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      const outcome = await this.requests.ask(UploadReadings, { deviceId, keyHash, body: payload.toString('base64') });
      if (outcome.outcome === 'denied') throw this.refuse(uploader);
      if (outcome.outcome === 'temporary') throw later(response, 503, RETRY_SECONDS);
      if (outcome.outcome === 'permanent')
        throw new Problem(400, outcome.reason.code, 'The readings cannot be used', outcome.reason.message);
      this.rates.accepted(uploader);
      return outcome.value;
    } finally {
      this.underWay -= 1;
    }
  }

  private refuse(uploader: Uploader): Problem {
    this.rates.refused(uploader);
    const detail = 'Ask the staff of the station for a new one.';
    return new Problem(401, 'bad_device_key', 'The device key is not good', detail);
  }
}

function later(response: Response, status: 429 | 503, seconds: number): Problem {
  response.setHeader('Retry-After', String(seconds));
  return new Problem(
    status,
    'try_later',
    'Not now',
    `Nothing was taken in. Keep the readings and try again in ${seconds} s.`,
  );
}
