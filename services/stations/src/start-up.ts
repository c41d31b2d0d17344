import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ApplyStationsFileHandler } from './apply-stations-file';
import { PublishSnapshotsHandler } from './publish-snapshots';
import { SwitchLocationsHandler } from './registry/switch-locations';
import { StationEntries } from './station-entries';

/** Applies the stations file, and then tells all stations as they are. */
@Injectable()
export class StartUp implements OnApplicationBootstrap {
  constructor(
    @Inject(StationEntries) private readonly entries: StationEntries,
    @Inject(ApplyStationsFileHandler) private readonly applyFile: ApplyStationsFileHandler,
    @Inject(PublishSnapshotsHandler) private readonly publishing: PublishSnapshotsHandler,
    @Inject(SwitchLocationsHandler) private readonly locations: SwitchLocationsHandler,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.applyFile.handle(this.entries.all);
    await this.locations.handle();
    await this.publishing.handle();
  }
}
