/** Topics of the native dialect: `selvbetjent/v1/<station>/<device>/<channel>`. */
export const CHANNELS = ['readings', 'ack', 'command', 'result', 'state', 'online'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface DeviceTopic {
  stationId: string;
  deviceId: string;
  channel: Channel;
}

const PREFIX = 'selvbetjent/v1';
const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** @returns the parts of a native topic, or undefined when it is none. */
export function parseTopic(topic: string): DeviceTopic | undefined {
  if (!topic.startsWith(`${PREFIX}/`)) return undefined;
  const [stationId, deviceId, channel, ...rest] = topic.slice(PREFIX.length + 1).split('/');
  const known = CHANNELS.find((name) => name === channel);
  if (!stationId || !deviceId || !known || rest.length > 0) return undefined;
  return ID.test(stationId) && ID.test(deviceId) ? { stationId, deviceId, channel: known } : undefined;
}

/** The native topic of a device's channel. */
export function topicOf(stationId: string, deviceId: string, channel: Channel): string {
  return `${PREFIX}/${stationId}/${deviceId}/${channel}`;
}

/** @returns the subscription to one channel of every device. */
export function topicFilter(channel: Channel): string {
  return topicOf('+', '+', channel);
}
