import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ContainerLevel,
  CountDropOffs,
  type DropOffView,
  ListDropOffs,
  ListLevels,
  ok,
  type Outcome,
} from '@selvbetjent/contracts';
import { ListDropOffsHandler } from './list-drop-offs';
import { ListLevelsHandler } from './list-levels';

@Controller()
export class DropOffResponder {
  constructor(
    @Inject(ListDropOffsHandler) private readonly listing: ListDropOffsHandler,
    @Inject(ListLevelsHandler) private readonly levels: ListLevelsHandler,
  ) {}

  @MessagePattern(ListDropOffs)
  list(@Payload() request: ListDropOffs): Promise<Outcome<{ items: DropOffView[]; next: string | null }>> {
    return this.listing.handle(request);
  }

  @MessagePattern(CountDropOffs)
  async count(@Payload() request: CountDropOffs): Promise<Outcome<{ rows: number; untilPosition: number }>> {
    return ok(await this.listing.count(request));
  }

  @MessagePattern(ListLevels)
  async listLevels(@Payload() request: ListLevels): Promise<Outcome<ContainerLevel[]>> {
    return ok(await this.levels.handle(request));
  }
}
