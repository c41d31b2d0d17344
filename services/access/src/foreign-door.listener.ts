import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { DeviceLink, type DeviceMessage } from './doors/device-link';
import { ForeignDoors } from './doors/foreign-doors';
import { HearForeignDoor } from './hear-foreign-door';
import { InTurn } from './in-turn';
import { KnownDoors } from './known-doors';
import { OncePerHour } from './once-per-hour';

/** What doors of other makes say over MQTT, on the topics that the registry has them at. */
@Injectable()
export class ForeignDoorListener implements OnApplicationBootstrap {
  private readonly logger = new Logger(ForeignDoorListener.name);
  private readonly turns = new InTurn(this.logger);
  private readonly unreadable: OncePerHour;

  constructor(
    @Inject(DeviceLink) private readonly link: Pick<DeviceLink, 'watch'>,
    @Inject(KnownDoors) private readonly known: Pick<KnownDoors, 'onRead' | 'refresh'>,
    @Inject(ForeignDoors) private readonly doors: ForeignDoors,
    @Inject(HearForeignDoor) private readonly door: HearForeignDoor,
    @Inject(Clock) clock: Clock,
  ) {
    this.unreadable = new OncePerHour(() => clock.now().getTime());
    const watch = link.watch((message) => this.receive(message));
    known.onRead((places) => {
      doors.know(places);
      watch(doors.topics);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.known.refresh();
    } catch (error) {
      this.logger.warn(`The stations' doors could not be read yet: ${(error as Error).message}`);
    }
  }

  private receive({ topic, payload, retained }: DeviceMessage): void {
    const { heard, faults } = this.doors.read(topic, payload);
    for (const word of heard) {
      const keep = this.door.note(word, retained);
      if (keep) this.turns.run(word.door.listed.id, keep);
    }
    if (faults.length > 0 && this.unreadable.isDue(topic)) {
      this.logger.warn(`Unreadable messages on ${topic}: ${faults.join(', ')}`);
    }
  }
}
