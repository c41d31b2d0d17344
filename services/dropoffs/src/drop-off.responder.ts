import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ContainerLevel,
  CountDropOffs,
  type DropOffView,
  type LedgerCount,
  ListDropOffs,
  ListLevels,
  ok,
  type Outcome,
  ShowWeighing,
  type WeighingView,
} from '@selvbetjent/contracts';
import { ListDropOffsHandler } from './list-drop-offs';
import { ListLevelsHandler } from './list-levels';
import { ShowWeighingHandler } from './show-weighing';

@Controller()
export class DropOffResponder {
  constructor(
    @Inject(ListDropOffsHandler) private readonly listing: ListDropOffsHandler,
    @Inject(ListLevelsHandler) private readonly levels: ListLevelsHandler,
    @Inject(ShowWeighingHandler) private readonly weighings: ShowWeighingHandler,
  ) {}

  @MessagePattern(ListDropOffs)
  list(@Payload() request: ListDropOffs): Promise<Outcome<{ items: DropOffView[]; next: string | null }>> {
    return this.listing.handle(request);
  }

  @MessagePattern(CountDropOffs)
  async count(@Payload() request: CountDropOffs): Promise<Outcome<LedgerCount>> {
    return ok(await this.listing.count(request));
  }

  @MessagePattern(ShowWeighing)
  showWeighing(@Payload() request: ShowWeighing): Promise<Outcome<WeighingView>> {
    return this.weighings.handle(request);
  }

  @MessagePattern(ListLevels)
  async listLevels(@Payload() request: ListLevels): Promise<Outcome<ContainerLevel[]>> {
    return ok(await this.levels.handle(request));
  }
}
