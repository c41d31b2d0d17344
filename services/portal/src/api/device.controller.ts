import { Body, Controller, Delete, Get, Header, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type Author,
  type Calibration,
  type DeviceRegistry,
  type DoorView,
  ListCalibrations,
  ListDoors,
  ListPoison,
  ListScaleDevices,
  ListScaleReadings,
  MakeDeviceKey,
  type PoisonReplay,
  type PoisonView,
  RecordCalibration,
  type RegisteredDoorView,
  ReplayPoison,
  RevokeDeviceKey,
  type ScaleReading,
} from '@selvbetjent/contracts';
import { certaintyOf, promisesOf } from '@selvbetjent/devices';
import { Requests } from '@selvbetjent/messaging';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { NeverKept } from '../idempotency.interceptor';
import { CurrentAuthor, ForAnyStaff, ForOperators, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { CalibrationBody, DeviceKeyParams, DeviceParams, DevicesQuery, PoisonQuery, ReplayBody } from './device.dto';
import { idForKey } from './id-for-key';

const READINGS_SHOWN = 20;

/** The key is in this answer and in no other. */
export interface NewDeviceKey {
  keyId: string;
  key: string;
}

/** The device registry as staff see it. */
@ApiTags('devices')
@Controller('api/devices')
export class DeviceController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** Scales, doors, what the word of each make is worth, and how the part that listens to scales is doing. */
  @ForStaff()
  @Get()
  async list(@Query() { station: stationId }: DevicesQuery): Promise<DeviceRegistry> {
    const filter = stationId ? { stationId } : {};
    const [scales, doors] = await Promise.all([
      this.requests.ask(ListScaleDevices, filter),
      this.requests.ask(ListDoors, filter),
    ]);
    const { devices, listening } = answer(scales);
    return {
      scales: devices.map((scale) => ({ ...scale, certainty: certaintyOf(scale.dialect) })),
      doors: doors.outcome === 'ok' ? doors.value.map(withPromises) : null,
      listening,
    };
  }

  /** Payloads that could not be used, newest first. */
  @ForOperators()
  @Get('poison')
  async poison(@Query() { station, limit }: PoisonQuery): Promise<PoisonView[]> {
    return answer(await this.requests.ask(ListPoison, { limit, ...(station && { stationId: station }) }));
  }

  /** Takes them in again, after a fix; what was taken in before changes nothing. */
  @ForOperators()
  @Post('poison/replay')
  @HttpCode(200)
  async replay(@Body() body: ReplayBody, @CurrentAuthor() author: Author): Promise<PoisonReplay> {
    return answer(await this.requests.ask(ReplayPoison, { ...body, author }));
  }

  /** A key for uploads by HTTPS. It is shown here and never again; older keys stay good until they are revoked. */
  @ForAnyStaff()
  @NeverKept()
  @Post(':deviceId/keys')
  @Header('Cache-Control', 'no-store')
  async makeKey(@Param() { deviceId }: DeviceParams, @CurrentAuthor() author: Author): Promise<NewDeviceKey> {
    const key = randomBytes(32).toString('base64url');
    const keyHash = createHash('sha256').update(key).digest('hex');
    const { keyId } = answer(
      await this.requests.ask(MakeDeviceKey, { keyId: randomUUID(), deviceId, keyHash, author }),
    );
    return { keyId, key };
  }

  @ForAnyStaff()
  @Delete(':deviceId/keys/:keyId')
  @HttpCode(204)
  async revokeKey(@Param() { deviceId, keyId }: DeviceKeyParams, @CurrentAuthor() author: Author): Promise<void> {
    answer(await this.requests.ask(RevokeDeviceKey, { deviceId, keyId, author }));
  }

  /** What the scale showed empty, with a known weight, and in its corners; the answer says whether that is good enough. */
  @ForAnyStaff()
  @Post(':deviceId/calibrations')
  async calibrate(
    @Param() { deviceId }: DeviceParams,
    @Body() body: CalibrationBody,
    @CurrentAuthor() author: Author,
    @Headers('idempotency-key') key?: string,
  ): Promise<Calibration> {
    const calibrationId = idForKey(author, `devices/${deviceId}/calibrations`, key);
    return answer(await this.requests.ask(RecordCalibration, { ...body, calibrationId, deviceId, author }));
  }

  /** What the scale shows now, newest first: for who stands beside it. */
  @ForAnyStaff()
  @Get(':deviceId/readings')
  @Header('Cache-Control', 'no-store')
  async readings(@Param() { deviceId }: DeviceParams, @CurrentAuthor() author: Author): Promise<ScaleReading[]> {
    return answer(await this.requests.ask(ListScaleReadings, { deviceId, limit: READINGS_SHOWN, author }));
  }

  @ForAnyStaff()
  @Get(':deviceId/calibrations')
  async calibrations(@Param() { deviceId }: DeviceParams, @CurrentAuthor() author: Author): Promise<Calibration[]> {
    return answer(await this.requests.ask(ListCalibrations, { deviceId, author }));
  }
}

function withPromises(door: DoorView): RegisteredDoorView {
  return { ...door, promises: door.dialect === undefined ? null : promisesOf(door.dialect) };
}
