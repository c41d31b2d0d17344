import { Injectable } from '@nestjs/common';
import { type DoorProtocol, type DoorWord, type ListedDoor, protocolOf, readContact } from '@selvbetjent/devices';
import { type KnownPosition } from '../domain/foreign-position';
import { type PlacedDoor } from '../station.store';

/** A door of another make, and what it has said since this process started. */
export interface ForeignDoor {
  listed: ListedDoor;
  stationId: string;
  protocol: DoorProtocol;
  contactTopic: string | undefined;
  known: KnownPosition & { online?: boolean; battery?: number };
}

/** What a message says of one door; `isContact` when not the door itself speaks, but the sensor on its leaf. */
export interface HeardWord {
  door: ForeignDoor;
  word: DoorWord;
  isContact: boolean;
}

/** The doors of other makes that the registry has, by what they are called and by where they speak. */
@Injectable()
export class ForeignDoors {
  private doors = new Map<string, ForeignDoor>();
  private byTopic = new Map<string, ForeignDoor[]>();

  /** Takes over the registry. Doors that stay as they were keep what they have said. */
  know(places: readonly PlacedDoor[]): void {
    const doors = places.flatMap((place) => foreignDoor(place) ?? []).map((door) => this.sameAsBefore(door) ?? door);
    this.doors = new Map(doors.map((door) => [door.listed.id, door]));
    this.byTopic = new Map();
    for (const door of doors) {
      for (const topic of topicsOf(door)) this.byTopic.set(topic, [...(this.byTopic.get(topic) ?? []), door]);
    }
  }

  get topics(): string[] {
    return [...this.byTopic.keys()];
  }

  all(): ForeignDoor[] {
    return [...this.doors.values()];
  }

  find(doorId: string): ForeignDoor | undefined {
    return this.doors.get(doorId);
  }

  /** @returns what the message says, and the reasons why doors could not be understood. */
  read(topic: string, payload: Uint8Array): { heard: HeardWord[]; faults: string[] } {
    const heard: HeardWord[] = [];
    const faults: string[] = [];
    for (const door of this.byTopic.get(topic) ?? []) {
      const isContact = topic === door.contactTopic;
      const decoded = isContact ? readContact(payload) : door.protocol.read(door.listed, topic, payload);
      if (!decoded.ok) faults.push(decoded.reason);
      else if (decoded.message) heard.push({ door, word: decoded.message, isContact });
    }
    return { heard, faults };
  }

  private sameAsBefore(door: ForeignDoor): ForeignDoor | undefined {
    const before = this.doors.get(door.listed.id);
    const isSame =
      before &&
      JSON.stringify([before.listed, before.stationId, before.contactTopic]) ===
        JSON.stringify([door.listed, door.stationId, door.contactTopic]) &&
      before.protocol === door.protocol;
    return isSame ? before : undefined;
  }
}

function foreignDoor({ station, door }: PlacedDoor): ForeignDoor | null {
  const { id, dialect, topic, relay, contactTopic } = door;
  if (dialect === 'selvbetjent' || !topic) return null;
  const listed = { id, topic, relay };
  return { listed, stationId: station.stationId, protocol: protocolOf(dialect), contactTopic, known: {} };
}

function topicsOf({ protocol, listed, contactTopic }: ForeignDoor): string[] {
  return [...protocol.topics(listed), ...(contactTopic ? [contactTopic] : [])];
}
