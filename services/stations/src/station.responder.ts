import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CloseStation, EndClosure, ListStations, ok, type Outcome, type StationChanged } from '@selvbetjent/contracts';
import { CloseStationHandler } from './close-station';
import { EndClosureHandler } from './end-closure';
import { ListStationsHandler } from './list-stations';

@Controller()
export class StationResponder {
  constructor(
    @Inject(ListStationsHandler) private readonly listing: ListStationsHandler,
    @Inject(CloseStationHandler) private readonly closing: CloseStationHandler,
    @Inject(EndClosureHandler) private readonly ending: EndClosureHandler,
  ) {}

  @MessagePattern(ListStations)
  async list(@Payload() request: ListStations): Promise<Outcome<StationChanged[]>> {
    return ok(await this.listing.handle(request));
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
