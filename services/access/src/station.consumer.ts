import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { StationChanged } from '@selvbetjent/contracts';
import { type Delivery } from '@selvbetjent/messaging';
import { KeepStation } from './keep-station';

@Controller()
export class StationConsumer {
  constructor(@Inject(KeepStation) private readonly keepStation: KeepStation) {}

  @EventPattern(StationChanged)
  onStationChanged(@Payload() station: StationChanged, @Ctx() delivery: Delivery): Promise<void> {
    return this.keepStation.handle(station, delivery.time);
  }
}
