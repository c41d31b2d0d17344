import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type Calibration,
  ListCalibrations,
  ListPoison,
  ListScaleDevices,
  MakeDeviceKey,
  ok,
  type Outcome,
  type PoisonReplay,
  type PoisonView,
  RecordCalibration,
  ReplayPoison,
  RevokeDeviceKey,
  type ScaleDeviceView,
  type ScaleListening,
} from '@selvbetjent/contracts';
import { Calibrations } from './calibrations';
import { DeviceKeys } from './device-keys';
import { ListPoisonHandler } from './list-poison';
import { ListScaleDevicesHandler } from './list-scale-devices';
import { ReplayPoisonHandler } from './replay-poison';

@Controller()
export class ScaleDeviceResponder {
  constructor(
    @Inject(ListScaleDevicesHandler) private readonly listing: ListScaleDevicesHandler,
    @Inject(DeviceKeys) private readonly keys: DeviceKeys,
    @Inject(ListPoisonHandler) private readonly poison: ListPoisonHandler,
    @Inject(ReplayPoisonHandler) private readonly replaying: ReplayPoisonHandler,
    @Inject(Calibrations) private readonly calibrations: Calibrations,
  ) {}

  @MessagePattern(ListScaleDevices)
  async list(
    @Payload() request: ListScaleDevices,
  ): Promise<Outcome<{ devices: ScaleDeviceView[]; listening: ScaleListening | null }>> {
    return ok(await this.listing.handle(request));
  }

  @MessagePattern(MakeDeviceKey)
  makeKey(@Payload() request: MakeDeviceKey): Promise<Outcome<{ keyId: string }>> {
    return this.keys.make(request);
  }

  @MessagePattern(RevokeDeviceKey)
  revokeKey(@Payload() request: RevokeDeviceKey): Promise<Outcome<{ keyId: string }>> {
    return this.keys.revoke(request);
  }

  @MessagePattern(ListPoison)
  async listPoison(@Payload() request: ListPoison): Promise<Outcome<PoisonView[]>> {
    return ok(await this.poison.handle(request));
  }

  @MessagePattern(ReplayPoison)
  replayPoison(@Payload() request: ReplayPoison): Promise<Outcome<PoisonReplay>> {
    return this.replaying.handle(request);
  }

  @MessagePattern(RecordCalibration)
  recordCalibration(@Payload() request: RecordCalibration): Promise<Outcome<Calibration>> {
    return this.calibrations.record(request);
  }

  @MessagePattern(ListCalibrations)
  listCalibrations(@Payload() request: ListCalibrations): Promise<Outcome<Calibration[]>> {
    return this.calibrations.list(request);
  }
}
