import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ThingStateSchema } from './generated/adapter_pb';
import {
  ThingState_BatteryStatus,
  ThingState_DebugLog_Level,
  ThingState_Locked,
  ThingState_Online_Status,
  ThingState_Open,
} from './generated/adapter_pb';
import type { DebugLog, Network, Online, ThingState } from './manifest';

type Init = MessageInitShape<typeof ThingStateSchema>;
type InitValue = NonNullable<Init['value']>;

export function toWireState(state: ThingState): Init {
  return { lastUpdate: state.lastUpdate?.toISOString() ?? '', value: toWireValue(state) };
}

function toWireValue(state: ThingState): InitValue {
  switch (state.kind) {
    case 'open':
      return { case: 'open', value: ThingState_Open[state.value] };
    case 'locked':
      return { case: 'locked', value: ThingState_Locked[state.value] };
    case 'battery':
      return { case: 'batteryStatus', value: ThingState_BatteryStatus[state.value] };
    case 'actionHealth': {
      const { actionId, healthy, debugMessage } = state;
      return { case: 'actionHealth', value: { actionId, healthy, debugMessage } };
    }
    case 'debugLog':
      return debugLog(state);
    case 'deviceType': {
      const { manufacturer, model, firmwareVersion } = state;
      return { case: 'deviceType', value: { manufacturer, model, firmwareVersion } };
    }
    case 'online':
      return online(state);
    case 'network':
      return network(state);
    case 'properties':
      return { case: 'properties', value: { props: { ...state.properties } } };
  }
}

function debugLog({ lines }: DebugLog): InitValue {
  const wire = lines.map(({ at, level, message }) => ({
    timestampEpochMillis: BigInt(at.getTime()),
    level: ThingState_DebugLog_Level[level],
    message,
  }));
  return { case: 'debugLog', value: { lines: wire } };
}

function online({ status, lastSeen, explanation }: Online): InitValue {
  const onlineStatus = ThingState_Online_Status[status];
  return { case: 'online', value: { onlineStatus, lastSeen: lastSeen?.toISOString(), explanation } };
}

function network({ mac, ip, lastConnectAt, lastDisconnectAt, rssi }: Network): InitValue {
  const lastConnectAtEpochSeconds = epochSeconds(lastConnectAt);
  const lastDisconnectAtEpochSeconds = epochSeconds(lastDisconnectAt);
  return { case: 'network', value: { mac, ip, lastConnectAtEpochSeconds, lastDisconnectAtEpochSeconds, rssi } };
}

function epochSeconds(instant: Date | undefined): bigint | undefined {
  return instant && BigInt(Math.floor(instant.getTime() / 1000));
}
