import { Inject, Injectable } from '@nestjs/common';
import { denied, type MakeDeviceKey, ok, type Outcome, type RevokeDeviceKey } from '@selvbetjent/contracts';
import { Clock } from '@selvbetjent/platform';
import { DeviceKeyStore } from './device-key.store';
import { OwnDevice } from './own-device';

/** Staff give a device a key, and take it back. Several may be good at a time, so that a key can be changed without a gap. */
@Injectable()
export class DeviceKeys {
  constructor(
    @Inject(DeviceKeyStore) private readonly keys: DeviceKeyStore,
    @Inject(OwnDevice) private readonly devices: OwnDevice,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async make({ keyId, deviceId, keyHash, author }: MakeDeviceKey): Promise<Outcome<{ keyId: string }>> {
    const device = await this.devices.find(author, deviceId);
    if (device.outcome !== 'ok') return device;
    await this.keys.keep({ keyId, deviceId, keyHash, authorSubject: author.subject }, this.clock.now());
    return ok({ keyId });
  }

  async revoke({ keyId, deviceId, author }: RevokeDeviceKey): Promise<Outcome<{ keyId: string }>> {
    const device = await this.devices.find(author, deviceId);
    if (device.outcome !== 'ok') return device;
    const isRevoked = await this.keys.revoke(deviceId, keyId, this.clock.now());
    return isRevoked ? ok({ keyId }) : denied('not_found', 'Enheten har ingen slik nøkkel.');
  }
}
