import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type KeysEvent, type KeySource, OslonokkelenKeys } from '@selvbetjent/oslonokkelen';
import { Clock } from '@selvbetjent/platform';
import { OslonokkelenKeyStore } from './key.store';

/** Oslonøkkelen's keys for as long as the service runs. */
@Injectable()
export class Keys implements KeySource, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Keys.name);
  private readonly keys: OslonokkelenKeys | null;

  /** An empty `url` is no back end: no key is ever known. */
  constructor(url: string, store: OslonokkelenKeyStore, clock: Clock) {
    const onEvent = (event: KeysEvent): void => this.report(event);
    this.keys = url ? new OslonokkelenKeys({ url, store, now: () => clock.now(), onEvent }) : null;
    if (!url) this.logger.warn('No OSLONOKKELEN_BACKEND_URL: every token is refused');
  }

  find(kid: string): ReturnType<KeySource['find']> {
    return this.keys?.find(kid) ?? Promise.resolve(undefined);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.keys?.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.keys?.stop();
  }

  private report(event: KeysEvent): void {
    if (event.type === 'fetched') return;
    this.logger.warn(`Oslonøkkelen's keys: ${event.type}: ${(event.cause as Error)?.message ?? String(event.cause)}`);
  }
}
