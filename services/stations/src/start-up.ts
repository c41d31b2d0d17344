import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ApplyStationsFileHandler } from './apply-stations-file';
import { PublishSnapshotsHandler } from './publish-snapshots';
import { SwitchLocationsHandler } from './registry/switch-locations';
import { StationEntries } from './station-entries';
import { Timer } from './timer';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Applies the stations file, then tells all stations, now and every hour; what is planned to move does so within a minute of its day. */
@Injectable()
export class StartUp implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(StartUp.name);
  private stopTimers: () => void = () => undefined;

  constructor(
    @Inject(StationEntries) private readonly entries: StationEntries,
    @Inject(ApplyStationsFileHandler) private readonly applyFile: ApplyStationsFileHandler,
    @Inject(PublishSnapshotsHandler) private readonly publishing: PublishSnapshotsHandler,
    @Inject(SwitchLocationsHandler) private readonly locations: SwitchLocationsHandler,
    @Inject(Timer) private readonly timer: Timer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.applyFile.handle(this.entries.all);
    await this.locations.handle();
    await this.publishing.handle();
    const stops = [
      this.timer.every(HOUR_MS, () => void this.tryTo('write the hourly snapshots', () => this.publishing.handle())),
      this.timer.every(MINUTE_MS, () => void this.tryTo('move what was planned', () => this.locations.handle())),
    ];
    this.stopTimers = () => stops.forEach((stop) => stop());
  }

  onModuleDestroy(): void {
    this.stopTimers();
  }

  private async tryTo(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error({ err: error }, `Could not ${what}; the next time tries again`);
    }
  }
}
