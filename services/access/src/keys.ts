import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type KeysEvent, OslonokkelenKeys } from '@selvbetjent/oslonokkelen';
import { Clock } from '@selvbetjent/platform';
import { OslonokkelenKeyStore } from './key.store';

/** Oslonøkkelen's keys for as long as the service runs. */
@Injectable()
export class Keys implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Keys.name);
  readonly source: OslonokkelenKeys;

  constructor(url: string, store: OslonokkelenKeyStore, clock: Clock) {
    this.source = new OslonokkelenKeys({ url, store, now: () => clock.now(), onEvent: (event) => this.report(event) });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.source.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.source.stop();
  }

  private report(event: KeysEvent): void {
    if (event.type === 'fetched') return;
    this.logger.warn(`Oslonøkkelen's keys: ${event.type}: ${(event.cause as Error)?.message ?? String(event.cause)}`);
  }
}
