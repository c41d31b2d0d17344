import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Clock } from '@selvbetjent/platform';
import { LiveModel } from './live-model';

/** Replaces our copy of a station unless it is newer, with what follows from its hours. */
@Injectable()
export class KeepStation {
  constructor(
    @Inject(LiveModel) private readonly model: LiveModel,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(station: StationChanged): Promise<void> {
    await this.model.change(station.stationId, (tx) => this.model.keepStation(tx, station, this.clock.now()));
  }
}
