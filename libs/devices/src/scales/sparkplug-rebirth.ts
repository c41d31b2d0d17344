import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { parseSparkplugTopic } from './sparkplug-births';

const REBIRTH = 'Node Control/Rebirth';
const BOOLEAN = 11;

/** A command to an edge node; QoS 0, never retained (Sparkplug 3.0, NCMD). */
export interface SparkplugCommand {
  topic: string;
  payload: Uint8Array;
}

/**
 * Asks the edge node that speaks on the topic to tell its births again, names and aliases of all its devices.
 * @returns null for a topic that is no edge node's
 */
export function rebirthOf(topic: string, now: Date): SparkplugCommand | null {
  const place = parseSparkplugTopic(topic);
  if (!place) return null;
  const [group, edge] = place.edge.split('/');
  const metric = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(REBIRTH)
    .tag(3, WireType.Varint)
    .uint64(now.getTime())
    .tag(4, WireType.Varint)
    .uint32(BOOLEAN)
    .tag(14, WireType.Varint)
    .bool(true)
    .finish();
  const payload = new BinaryWriter()
    .tag(1, WireType.Varint)
    .uint64(now.getTime())
    .tag(2, WireType.LengthDelimited)
    .bytes(metric)
    .finish();
  return { topic: `spBv1.0/${group}/NCMD/${edge}`, payload };
}
