import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';

export interface NewDeviceKey {
  keyId: string;
  deviceId: string;
  /** SHA-256, hexadecimal. */
  keyHash: string;
  authorSubject: string;
}

/** Keys of devices that upload by HTTPS; of each only the hash. */
@Injectable()
export class DeviceKeyStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async keep({ keyId, deviceId, keyHash, authorSubject }: NewDeviceKey, madeAt: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO device_keys (key_id, device_id, key_hash, author_subject, made_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [keyId, deviceId, keyHash, authorSubject, madeAt],
    );
  }

  /** @returns false when the device has no such key. A revoked one stays revoked. */
  async revoke(deviceId: string, keyId: string, at: Date): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE device_keys SET revoked_at = coalesce(revoked_at, $3) WHERE device_id = $1 AND key_id = $2 RETURNING key_id`,
      [deviceId, keyId, at],
    );
    return rows.length > 0;
  }

  async isGood(deviceId: string, keyHash: string): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM device_keys WHERE device_id = $1 AND key_hash = $2 AND revoked_at IS NULL',
      [deviceId, keyHash],
    );
    return rows.length > 0;
  }
}
