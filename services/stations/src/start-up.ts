import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ApplyStationsFile } from './apply-stations-file';
import { PublishSnapshots } from './publish-snapshots';
import { SwitchLocations } from './registry/switch-locations';
import { StationEntries } from './station-entries';

/** Applies the stations file, and then tells all stations as they are. */
@Injectable()
export class StartUp implements OnApplicationBootstrap {
  constructor(
    @Inject(StationEntries) private readonly entries: StationEntries,
    @Inject(ApplyStationsFile) private readonly applyFile: ApplyStationsFile,
    @Inject(PublishSnapshots) private readonly publishing: PublishSnapshots,
    @Inject(SwitchLocations) private readonly locations: SwitchLocations,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.applyFile.handle(this.entries.all);
    await this.locations.handle();
    await this.publishing.handle();
  }
}
