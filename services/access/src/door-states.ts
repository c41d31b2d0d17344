import { type DebugLog, type ThingState } from '@selvbetjent/oslonokkelen';
import { type DoorRow, isAlive } from './door.store';
import { type AttemptLine } from './manifest.store';

const POOR_BATTERY_PERCENT = 25;
const EMPTY_BATTERY_PERCENT = 5;

/**
 * A door's states in the manifest: only what it reports itself, and what came of the latest attempts. A silent door's leaf and
 * lock are unknown and therefore left out. Texts are constant: a changed text raises the manifest's version.
 */
export function doorStates(row: DoorRow | undefined, attempts: readonly AttemptLine[], now: Date): ThingState[] {
  return [...(row ? heardStates(row, isAlive(row, now)) : NEVER_HEARD), ...debugLog(attempts)];
}

const NEVER_HEARD: readonly ThingState[] = [
  { kind: 'online', status: 'REPORTED_OFFLINE', explanation: 'The door controller has never been heard' },
  { kind: 'actionHealth', actionId: 'unlock', healthy: false, debugMessage: 'never heard' },
];

function heardStates(row: DoorRow, alive: boolean): ThingState[] {
  const { changed_at: lastUpdate, last_seen_at: lastSeen } = row;
  const fault = row.jammed ? 'jammed' : alive ? undefined : 'offline';
  const states: ThingState[] = [
    {
      kind: 'online',
      status: alive ? 'REPORTED_ONLINE' : 'REPORTED_OFFLINE',
      lastSeen,
      explanation: onlineExplanation(row, alive),
    },
    { kind: 'actionHealth', actionId: 'unlock', healthy: fault === undefined, debugMessage: fault },
  ];
  if (alive && row.open !== null) states.push({ kind: 'open', value: row.open ? 'OPEN' : 'CLOSED', lastUpdate });
  if (alive && row.locked !== null) {
    states.push({ kind: 'locked', value: row.locked ? 'LOCKED' : 'UNLOCKED', lastUpdate });
  }
  if (row.battery !== null) states.push({ kind: 'battery', value: batteryOf(row.battery), lastUpdate: lastSeen });
  if (row.firmware) {
    const firmwareVersion = row.firmware;
    states.push({ kind: 'deviceType', manufacturer: 'selvbetjent', model: 'door', firmwareVersion });
  }
  return states;
}

function onlineExplanation({ online }: DoorRow, alive: boolean): string {
  if (alive) return 'The door controller was heard within the last 25 seconds';
  if (online === false) return 'The door controller left the broker';
  return 'No word from the door controller for 25 seconds';
}

function batteryOf(percent: number): 'EMPTY' | 'POOR' | 'GOOD' {
  if (percent <= EMPTY_BATTERY_PERCENT) return 'EMPTY';
  return percent <= POOR_BATTERY_PERCENT ? 'POOR' : 'GOOD';
}

function debugLog(attempts: readonly AttemptLine[]): ThingState[] {
  if (attempts.length === 0) return [];
  const lines: DebugLog['lines'] = attempts.map(({ requested_at: at, state, reason }) => {
    return { at, level: levelOf(state), message: `unlock: ${reason ? `${state} (${reason})` : state}` };
  });
  return [{ kind: 'debugLog', lines }];
}

function levelOf(state: AttemptLine['state']): 'INFO' | 'WARNING' {
  return ['failed', 'expired', 'unknown'].includes(state) ? 'WARNING' : 'INFO';
}
