import type { ThingState as WireState } from './generated/adapter_pb';
import {
  ThingState_BatteryStatus,
  ThingState_DebugLog_Level,
  ThingState_Locked,
  ThingState_Online_Status,
  ThingState_Open,
} from './generated/adapter_pb';
import { withoutAbsent } from './without-absent';
import type { ThingState } from './manifest';

type WireValue = WireState['value'];
type Wire<Case extends string> = Extract<WireValue, { case: Case }>['value'];

/** @throws Error for a state of a kind, or with a value, that isn't known */
export function fromWireState({ lastUpdate, value }: WireState): ThingState {
  return withoutAbsent({ ...fromWireValue(value), lastUpdate: instant(lastUpdate) });
}

function fromWireValue(state: WireValue): ThingState {
  switch (state.case) {
    case 'open':
      return { kind: 'open', value: nameOf(ThingState_Open, state.value) };
    case 'locked':
      return { kind: 'locked', value: nameOf(ThingState_Locked, state.value) };
    case 'batteryStatus':
      return { kind: 'battery', value: nameOf(ThingState_BatteryStatus, state.value) };
    case 'actionHealth': {
      const { actionId, healthy, debugMessage } = state.value;
      return withoutAbsent({ kind: 'actionHealth', actionId, healthy, debugMessage: debugMessage || undefined });
    }
    case 'debugLog':
      return debugLog(state.value);
    case 'deviceType': {
      const { manufacturer, model, firmwareVersion } = state.value;
      return { kind: 'deviceType', manufacturer, model, firmwareVersion };
    }
    case 'online':
      return online(state.value);
    case 'network':
      return network(state.value);
    case 'properties':
      return { kind: 'properties', properties: { ...state.value.props } };
    case undefined:
      throw new Error('unknown kind of thing state in a manifest');
  }
}

function debugLog({ lines }: Wire<'debugLog'>): ThingState {
  const read = lines.map(({ timestampEpochMillis, level, message }) => ({
    at: new Date(Number(timestampEpochMillis)),
    level: nameOf(ThingState_DebugLog_Level, level),
    message,
  }));
  return { kind: 'debugLog', lines: read };
}

function online({ onlineStatus, lastSeen, explanation }: Wire<'online'>): ThingState {
  return withoutAbsent({
    kind: 'online',
    status: nameOf(ThingState_Online_Status, onlineStatus),
    lastSeen: instant(lastSeen),
    explanation: explanation || undefined,
  });
}

function network(wire: Wire<'network'>): ThingState {
  return withoutAbsent({
    kind: 'network',
    mac: wire.mac || undefined,
    ip: wire.ip || undefined,
    lastConnectAt: fromEpochSeconds(wire.lastConnectAtEpochSeconds),
    lastDisconnectAt: fromEpochSeconds(wire.lastDisconnectAtEpochSeconds),
    rssi: wire.rssi || undefined,
  });
}

function instant(text: string): Date | undefined {
  return text === '' ? undefined : new Date(text);
}

function fromEpochSeconds(seconds: bigint): Date | undefined {
  return seconds === 0n ? undefined : new Date(Number(seconds) * 1000);
}

function nameOf<Names extends object>(names: Names, value: number): keyof Names {
  const name = (names as Record<number, keyof Names | undefined>)[value];
  if (name === undefined) throw new Error(`unknown value ${value} in a thing state`);
  return name;
}
