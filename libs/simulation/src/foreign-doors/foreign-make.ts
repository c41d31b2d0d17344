/** A message as a device of another make writes it. */
export interface ForeignMessage {
  topic: string;
  payload: string;
  retain?: boolean;
}

/** Where a simulated device of another make speaks. */
export interface ForeignAddress {
  /** The device's id in the registry: Shelly's answers go to a topic of it. */
  id: string;
  topic: string;
  relay?: number;
}

/** What the device takes a message for. */
export type Understood =
  { kind: 'question'; name: string; id?: number } | { kind: 'unlock'; id?: number; holdMs: number };

/** What a simulated device is like at the moment in which it speaks. */
export interface DeviceState {
  unlocked: boolean;
  jammed: boolean;
  /** Tasmota: what its PulseTime is set to; 0 never lets go. */
  pulseMs: number;
}

/**
 * How one make speaks: written from its public documentation and not taken from the codecs that read it, so that a mistake in one is noticed
 * by the other.
 */
export interface ForeignMake {
  /** Whether its commands go to a lock that tells where its bolt is, and so can say that it is jammed. */
  saysJammed: boolean;
  subscriptions(at: ForeignAddress): string[];
  /** At each connection. */
  greeting(at: ForeignAddress, state: DeviceState): ForeignMessage[];
  will(at: ForeignAddress): ForeignMessage;
  understand(at: ForeignAddress, topic: string, payload: string, state: DeviceState): Understood | null;
  answer(at: ForeignAddress, question: Understood & { kind: 'question' }, state: DeviceState): ForeignMessage[];
  /** The bolt has moved, or should have. */
  report(at: ForeignAddress, state: DeviceState): ForeignMessage[];
  /** What follows a command besides its report, where the make answers commands. */
  receipt?(at: ForeignAddress, command: Understood & { kind: 'unlock' }, wasUnlocked: boolean): ForeignMessage[];
}
