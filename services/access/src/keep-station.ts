import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { DoorAccess } from './door-access';
import { KnownDoors } from './known-doors';
import { StationStore } from './station.store';

/** Replaces our copy of a station unless it is newer; the same revision again proves the contact, as of when its owner sent it. */
@Injectable()
export class KeepStation {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(KnownDoors) private readonly doors: KnownDoors,
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(station: StationChanged, sentAt: Date): Promise<void> {
    const contactAt = new Date(Math.min(sentAt.getTime(), this.clock.now().getTime()));
    await this.database.transaction((tx) => this.stations.keep(tx, station, contactAt));
    await this.doors.refresh();
    // Asked once before a resident does.
    const places = await this.doors.all();
    for (const place of places) if (place.station.stationId === station.stationId) this.access.prepare(place);
  }
}
