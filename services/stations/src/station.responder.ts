import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  ChangeOpeningHours,
  CloseStation,
  EndClosure,
  type HoursPreview,
  ListStations,
  ok,
  type Outcome,
  PreviewOpeningHours,
  type StationChanged,
} from '@selvbetjent/contracts';
import { ChangeOpeningHoursHandler } from './change-opening-hours';
import { CloseStationHandler } from './close-station';
import { EndClosureHandler } from './end-closure';
import { ListStationsHandler } from './list-stations';
import { PreviewOpeningHoursHandler } from './preview-opening-hours';

@Controller()
export class StationResponder {
  constructor(
    @Inject(ListStationsHandler) private readonly listing: ListStationsHandler,
    @Inject(PreviewOpeningHoursHandler) private readonly previewing: PreviewOpeningHoursHandler,
    @Inject(ChangeOpeningHoursHandler) private readonly changing: ChangeOpeningHoursHandler,
    @Inject(CloseStationHandler) private readonly closing: CloseStationHandler,
    @Inject(EndClosureHandler) private readonly ending: EndClosureHandler,
  ) {}

  @MessagePattern(ListStations)
  async list(@Payload() request: ListStations): Promise<Outcome<StationChanged[]>> {
    return ok(await this.listing.handle(request));
  }

  @MessagePattern(PreviewOpeningHours)
  preview(@Payload() request: PreviewOpeningHours): Promise<Outcome<HoursPreview>> {
    return this.previewing.handle(request);
  }

  @MessagePattern(ChangeOpeningHours)
  change(@Payload() request: ChangeOpeningHours): Promise<Outcome<StationChanged>> {
    return this.changing.handle(request);
  }

  @MessagePattern(CloseStation)
  close(@Payload() request: CloseStation): Promise<Outcome<{ closureId: string; station: StationChanged }>> {
    return this.closing.handle(request);
  }

  @MessagePattern(EndClosure)
  end(@Payload() request: EndClosure): Promise<Outcome<StationChanged>> {
    return this.ending.handle(request);
  }
}
