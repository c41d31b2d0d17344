import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ApplyStationsFileHandler } from './apply-stations-file';
import { PublishSnapshotsHandler } from './publish-snapshots';
import { StationEntries } from './station-entries';
import { Timer } from './timer';

const HOUR_MS = 3_600_000;

/** Applies the stations file, then tells all stations, now and every hour. */
@Injectable()
export class StartUp implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(StartUp.name);
  private stopTimer: () => void = () => undefined;

  constructor(
    @Inject(StationEntries) private readonly entries: StationEntries,
    @Inject(ApplyStationsFileHandler) private readonly applyFile: ApplyStationsFileHandler,
    @Inject(PublishSnapshotsHandler) private readonly publishing: PublishSnapshotsHandler,
    @Inject(Timer) private readonly timer: Timer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.applyFile.handle(this.entries.all);
    await this.publishing.handle();
    this.stopTimer = this.timer.every(HOUR_MS, () => void this.publishAgain());
  }

  onModuleDestroy(): void {
    this.stopTimer();
  }

  private async publishAgain(): Promise<void> {
    try {
      await this.publishing.handle();
    } catch (error) {
      this.logger.error({ err: error }, 'The hourly snapshots could not be written; the next hour tries again');
    }
  }
}
