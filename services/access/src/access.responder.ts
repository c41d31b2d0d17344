import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type AttemptView,
  CountDeniedAttempts,
  type DeniedAttempts,
  type DoorView,
  ListAttempts,
  ListDoors,
  ListUnmetDemand,
  ListVisits,
  ok,
  type Outcome,
  type UnmetDemand,
  type VisitView,
} from '@selvbetjent/contracts';
import { CountDeniedAttemptsHandler } from './count-denied-attempts';
import { ListAccess } from './list-access';
import { ListUnmetDemandHandler } from './list-unmet-demand';

@Controller()
export class AccessResponder {
  constructor(
    @Inject(ListAccess) private readonly list: ListAccess,
    @Inject(CountDeniedAttemptsHandler) private readonly counting: CountDeniedAttemptsHandler,
    @Inject(ListUnmetDemandHandler) private readonly listing: ListUnmetDemandHandler,
  ) {}

  @MessagePattern(ListAttempts)
  attempts(@Payload() request: ListAttempts): Promise<Outcome<AttemptView[]>> {
    return this.list.attempts(request);
  }

  @MessagePattern(ListVisits)
  async visits(@Payload() request: ListVisits): Promise<Outcome<VisitView[]>> {
    return ok(await this.list.visits(request));
  }

  @MessagePattern(ListDoors)
  async doors(@Payload() request: ListDoors): Promise<Outcome<DoorView[]>> {
    return ok(await this.list.doors(request.stationId));
  }

  @MessagePattern(CountDeniedAttempts)
  deniedAttempts(@Payload() request: CountDeniedAttempts): Promise<Outcome<DeniedAttempts>> {
    return this.counting.handle(request);
  }

  @MessagePattern(ListUnmetDemand)
  unmetDemand(@Payload() request: ListUnmetDemand): Promise<Outcome<UnmetDemand>> {
    return this.listing.handle(request);
  }
}
