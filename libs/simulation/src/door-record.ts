import type { DeviceMemory, UnacknowledgedBoot } from './device-memory';
import type { NativeChange, NativeResultKind } from './native-dialect';

export interface DoorPosition {
  open: boolean;
  locked: boolean;
}

/** A command that the bolt really moved for: what tests compare answers with. */
export interface Actuation {
  commandId: string;
  at: string;
  /** Age of its nonce when the bolt moved, by the door's monotonic clock. */
  nonceAgeMs: number;
}

export interface HandledCommand {
  id: string;
  /** Absent while the door is at it, and for ever when power failed meanwhile. */
  result?: NativeResultKind;
}

interface BootRecord {
  boot: string;
  lastSeq: number;
  changes: NativeChange[];
}

interface DoorRecordState {
  /** Where the door stands, also without power. */
  position: DoorPosition;
  /** As last written among the changes. */
  recorded: DoorPosition;
  boots: BootRecord[];
  commands: HandledCommand[];
  actuations: Actuation[];
}

const KEPT_COMMANDS = 1_000;
const CLOSED_AND_LOCKED: DoorPosition = { open: false, locked: true };

/** What a door never forgets: its position, changes that nobody has acknowledged, and the commands that it has handled. */
export class DoorRecord {
  private readonly state: DoorRecordState;

  constructor(private readonly memory: DeviceMemory<DoorRecordState>) {
    this.state = memory.load() ?? {
      position: { ...CLOSED_AND_LOCKED },
      recorded: { ...CLOSED_AND_LOCKED },
      boots: [],
      commands: [],
      actuations: [],
    };
  }

  get position(): Readonly<DoorPosition> {
    return this.state.position;
  }

  get actuations(): readonly Actuation[] {
    return this.state.actuations;
  }

  get pendingChanges(): number {
    return this.state.boots.reduce((sum, { changes }) => sum + changes.length, 0);
  }

  /** Boots with changes that nobody has acknowledged. */
  get unacknowledged(): UnacknowledgedBoot[] {
    const kept = this.state.boots.filter(({ changes }) => changes.length > 0);
    return kept.map(({ boot, changes }) => ({ boot, seqs: changes.map(({ seq }) => seq) }));
  }

  startBoot(boot: string): void {
    this.state.boots = this.state.boots.filter(({ changes }) => changes.length > 0);
    this.state.boots.push({ boot, lastSeq: 0, changes: [] });
    this.save();
  }

  move(position: Partial<DoorPosition>): void {
    this.state.position = { ...this.state.position, ...position };
    this.save();
  }

  /** Writes the position down as a change of the running boot, when it is one. */
  recordChange(at: string, commandId?: string): boolean {
    const { position, recorded, boots } = this.state;
    const current = boots[boots.length - 1];
    if (!current || (position.open === recorded.open && position.locked === recorded.locked)) return false;
    current.lastSeq += 1;
    current.changes.push({ seq: current.lastSeq, at, ...position, ...(commandId !== undefined && { commandId }) });
    this.state.recorded = { ...position };
    this.save();
    return true;
  }

  /** Changes of the running boot that aren't acknowledged, the oldest first. */
  changesOf(boot: string): readonly NativeChange[] {
    return this.state.boots.find((record) => record.boot === boot)?.changes ?? [];
  }

  /** Earlier boots with changes that aren't acknowledged. */
  earlierBoots(boot: string): string[] {
    return this.state.boots
      .filter((record) => record.boot !== boot && record.changes.length > 0)
      .map((one) => one.boot);
  }

  /** @returns whether it freed anything. */
  acknowledge(boot: string, seq: number): boolean {
    const record = this.state.boots.find((candidate) => candidate.boot === boot);
    if (!record) return false;
    const kept = record.changes.filter((change) => change.seq > seq);
    if (kept.length === record.changes.length) return false;
    record.changes = kept;
    this.save();
    return true;
  }

  handled(id: string): HandledCommand | undefined {
    return this.state.commands.find((command) => command.id === id);
  }

  /** Kept before the door acts, so that a power cut can't make it act twice. */
  begin(id: string): void {
    this.state.commands = [...this.state.commands, { id }].slice(-KEPT_COMMANDS);
    this.save();
  }

  actuate(actuation: Actuation): void {
    this.state.actuations = [...this.state.actuations, actuation].slice(-KEPT_COMMANDS);
    this.save();
  }

  finish(id: string, result: NativeResultKind): void {
    const command = this.handled(id);
    if (command) command.result = result;
    this.save();
  }

  private save(): void {
    this.memory.save(this.state);
  }
}

export type { DoorRecordState };
