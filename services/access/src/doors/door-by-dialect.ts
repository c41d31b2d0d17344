import { Inject, Injectable } from '@nestjs/common';
import { type DoorAnswer } from '../domain/attempt';
import { type OutOfReach } from '../domain/decide';
import { AskFirstDoor } from './ask-first-door';
import { type DoorCommand, DoorDriver } from './door';
import { ForeignDoors } from './foreign-doors';
import { MqttDoor } from './mqtt-door';

/** Each door by the driver of its dialect. One that the registry doesn't know is taken for native, and nothing is sent without its nonce. */
@Injectable()
export class DoorByDialect extends DoorDriver {
  constructor(
    @Inject(ForeignDoors) private readonly foreign: ForeignDoors,
    @Inject(AskFirstDoor) private readonly askFirst: AskFirstDoor,
    @Inject(MqttDoor) private readonly native: MqttDoor,
  ) {
    super();
  }

  override outOfReach(door: Pick<DoorCommand, 'stationId' | 'doorId'>, now: Date): OutOfReach | null {
    return this.driverOf(door).outOfReach(door, now);
  }

  unlock(command: DoorCommand): Promise<DoorAnswer> {
    return this.driverOf(command).unlock(command);
  }

  private driverOf({ doorId }: Pick<DoorCommand, 'doorId'>): DoorDriver {
    return this.foreign.find(doorId) ? this.askFirst : this.native;
  }
}
