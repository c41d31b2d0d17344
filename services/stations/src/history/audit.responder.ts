import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type AuditPage, ListAudit, ListHistory, type Outcome } from '@selvbetjent/contracts';
import { ListAuditHandler } from './list-audit';

@Controller()
export class AuditResponder {
  constructor(@Inject(ListAuditHandler) private readonly listing: ListAuditHandler) {}

  @MessagePattern(ListHistory)
  history(@Payload() request: ListHistory): Promise<Outcome<AuditPage>> {
    return this.listing.history(request);
  }

  @MessagePattern(ListAudit)
  all(@Payload() request: ListAudit): Promise<Outcome<AuditPage>> {
    return this.listing.all(request);
  }
}
