import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { StationChanged } from '@selvbetjent/contracts';
import { KeepStation } from './keep-station';

@Controller()
export class StationConsumer {
  constructor(@Inject(KeepStation) private readonly keepStation: KeepStation) {}

  @EventPattern(StationChanged)
  onStationChanged(@Payload() fact: StationChanged): Promise<void> {
    return this.keepStation.handle(fact);
  }
}
