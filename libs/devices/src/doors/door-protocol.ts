import type { Decoded } from '../decoded';

/** A door of another make as the registry lists it. */
export interface ListedDoor {
  id: string;
  /** What the device's own topics begin with; each protocol says more. */
  topic: string;
  /** Which of its relays moves the bolt. */
  relay?: number;
}

/** To a door: QoS 0 and never retained, so that no broker keeps it for an absent device. */
export interface DoorMessage {
  topic: string;
  payload: string;
}

/** `moving` is neither locked nor unlocked, and on its way. */
export type Bolt = 'locked' | 'unlocked' | 'moving' | 'jammed' | 'unknown';

/** What one message of a door says; what it doesn't say is absent. */
export interface DoorWord {
  /** Its will, or that it is back. */
  online?: boolean;
  /** It answered that it lives, and nothing more. */
  alive?: true;
  /** The relay that holds the bolt, or the bolt itself. */
  bolt?: Bolt;
  /** Of a contact sensor. */
  open?: boolean;
  /** Per cent. */
  battery?: number;
  /** Of Tasmota: after how long the device lets go by itself; 0 never. */
  pulseSeconds?: number;
  /** Of Shelly: the id of our request that this answers. */
  replyTo?: number;
  /** Of Shelly: the relay was on already when our command came. */
  wasUnlocked?: boolean;
  /** The device says no to that request. */
  refused?: true;
}

/** What a dialect's word is worth beside the native one's. Staff see it. */
export interface DoorPromises {
  /** A command that waits somewhere can't open the door later than it lives. */
  lateCommandsDie: boolean;
  /** The device says which command it answers. */
  answersByCommand: boolean;
  /** It says no, busy or jammed; without it only its silence tells. */
  saysNo: boolean;
  /** What it calls locked is the bolt's place. `relay`: only that the relay has let go. */
  boltIs: 'measured' | 'relay';
  /** The device itself locks again, and we can see that it is set to. `unchecked`: it must be set up so; we can't see it. */
  relocks: 'checked' | 'unchecked';
  /** It keeps its changes until they are acknowledged: nothing that happens while it is out of contact is lost. */
  keepsChanges: boolean;
  /** It knows by itself whether the leaf is open; else a contact sensor does, or nobody. */
  knowsLeaf: boolean;
}

/** How one make of door is asked, commanded and understood. Nothing here can lock a door. */
export interface DoorProtocol {
  promises: DoorPromises;
  /** How often it is asked how it is; silence longer than 25 s is unknown. */
  askEveryMs: number;
  topics(door: ListedDoor): string[];
  /** `undefined` for what is none of this door's or says nothing of it. Never throws. */
  read(door: ListedDoor, topic: string, payload: Uint8Array): Decoded<DoorWord | undefined>;
  /** `id` comes back in `replyTo` where the dialect knows such ids. */
  questions(door: ListedDoor, id: number): DoorMessage[];
  /** Whether these words, heard since the question, are its answer. */
  isAnswer(said: DoorWord, id: number): boolean;
  unlock(door: ListedDoor, id: number, holdSeconds: number): DoorMessage;
  /** What a word that came after the command says of it; undefined while it says nothing. */
  verdict(word: DoorWord, id: number): DoorVerdict | undefined;
}

export type DoorVerdict = 'unlocked' | 'jammed' | 'busy' | 'refused';

/** Of those that only their state tells: the bolt was locked when asked, so this is the move. */
export function verdictByState({ bolt }: DoorWord): DoorVerdict | undefined {
  return bolt === 'unlocked' || bolt === 'jammed' ? bolt : undefined;
}

const MAX_PERCENT = 100;

export function percentOrAbsent(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_PERCENT ? value : undefined;
}
