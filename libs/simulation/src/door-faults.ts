export interface DoorFaults {
  /** Receives and obeys, but nothing is heard of it. */
  mute: boolean;
  /** The bolt doesn't move. */
  jammed: boolean;
  /** Says no to every command. */
  refusing: boolean;
  /** No connection. */
  offline: boolean;
  /** Time that the bolt takes to move. The nonce's age is checked when it does. */
  slowMs: number;
  /** Delay of the answer after the bolt moved. */
  lateAnswerMs: number;
  /** Sends each result twice. */
  duplicateResults: boolean;
  /** Its results name a command that isn't the one. */
  answersForOther: boolean;
  /** From the next connection on: what it says while offline is sent at the reconnect, and the broker keeps commands for it. */
  queuesOffline: boolean;
}

export const NO_DOOR_FAULTS: DoorFaults = {
  mute: false,
  jammed: false,
  refusing: false,
  offline: false,
  slowMs: 0,
  lateAnswerMs: 0,
  duplicateResults: false,
  answersForOther: false,
  queuesOffline: false,
};
