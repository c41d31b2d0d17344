import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { type KeyStore, type StoredKeys } from '@selvbetjent/oslonokkelen';

/** Oslonøkkelen's public keys, kept so that a restart works while its key server is down. */
@Injectable()
export class OslonokkelenKeyStore implements KeyStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async load(): Promise<StoredKeys | null> {
    const [row] = await this.database.query<{ keys: StoredKeys }>('SELECT keys FROM oslonokkelen_keys LIMIT 1');
    return row?.keys ?? null;
  }

  async save(keys: StoredKeys): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('DELETE FROM oslonokkelen_keys WHERE url <> $1', [keys.url]);
      await tx.query(
        'INSERT INTO oslonokkelen_keys (url, keys) VALUES ($1, $2) ON CONFLICT (url) DO UPDATE SET keys = excluded.keys',
        [keys.url, keys],
      );
    });
  }
}
