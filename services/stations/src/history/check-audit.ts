import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { type AuditBreach, AuditStore } from '../audit.store';

/** Whether the audit is as it was written. Says it each time until it is: nothing here can mend it. */
@Injectable()
export class CheckAudit {
  private readonly logger = new Logger(CheckAudit.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AuditStore) private readonly audit: AuditStore,
  ) {}

  /** @returns what was changed or removed behind our back */
  async handle(): Promise<AuditBreach[]> {
    const breaches = await this.audit.breaches(this.database);
    for (const breach of breaches) this.logger.error(breach, 'The audit was changed outside of this service');
    return breaches;
  }
}
