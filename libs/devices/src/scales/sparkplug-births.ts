import { MAX_PAYLOAD_BYTES, Unreadable } from '../fields';
import { readSparkplug, type SparkplugMetric } from './sparkplug-payload';

/** What a birth says of a metric; data messages then name it by alias and leave out its type. */
interface BornMetric {
  name: string;
  datatype: number | undefined;
  /** Units are told at birth, and again only when they change. */
  text: string | undefined;
}

interface EdgeNode {
  byAlias: Map<bigint, BornMetric>;
  byName: Map<string, BornMetric>;
}

/** All edge nodes together; a gateway has some hundred metrics. */
const MAX_METRICS_OF_EDGE = 10_000;

/** What was learnt from births: aliases are unique within an edge node, names within a device. In memory only: births are never retained. */
export class SparkplugBirths {
  private readonly edges = new Map<string, EdgeNode>();

  /** Takes in an NBIRTH or DBIRTH. @returns why it can't, or null */
  learn(topic: string, payload: Uint8Array): string | null {
    try {
      this.takeIn(topic, payload);
      return null;
    } catch (error) {
      if (error instanceof Unreadable) return error.reason;
      throw error;
    }
  }

  /** The metric with the name and type that its birth gave it; null for an alias that no birth has told. */
  complete(topic: string, metric: SparkplugMetric): SparkplugMetric | null {
    const place = parseSparkplugTopic(topic);
    const edge = place && this.edges.get(place.edge);
    const born =
      metric.name === undefined
        ? edge?.byAlias.get(metric.alias ?? -1n)
        : edge?.byName.get(`${place?.device}/${metric.name}`);
    if (metric.name === undefined && !born) return null;
    return { ...metric, name: metric.name ?? born?.name, datatype: metric.datatype ?? born?.datatype };
  }

  /** The text that a metric of this device had at birth. */
  bornText(topic: string, name: string): string | undefined {
    const place = parseSparkplugTopic(topic);
    return place && this.edges.get(place.edge)?.byName.get(`${place.device}/${name}`)?.text;
  }

  private takeIn(topic: string, payload: Uint8Array): void {
    if (payload.byteLength > MAX_PAYLOAD_BYTES) throw new Unreadable('too_large');
    const place = parseSparkplugTopic(topic);
    if (!place || !place.type.endsWith('BIRTH')) throw new Unreadable('bad_topic');
    const { metrics } = readSparkplug(payload);
    const fresh: EdgeNode = { byAlias: new Map(), byName: new Map() };
    const edge = place.type === 'NBIRTH' ? fresh : (this.edges.get(place.edge) ?? fresh);
    for (const { name, alias, datatype, value } of metrics) {
      if (name === undefined || edge.byName.size >= MAX_METRICS_OF_EDGE) continue;
      const born = { name, datatype, text: typeof value === 'string' ? value : undefined };
      edge.byName.set(`${place.device}/${name}`, born);
      if (alias !== undefined) edge.byAlias.set(alias, born);
    }
    this.edges.set(place.edge, edge);
  }
}

export interface SparkplugTopic {
  /** Group and edge node. */
  edge: string;
  type: string;
  /** Empty for the edge node's own messages. */
  device: string;
}

/** `spBv1.0/<group>/<type>/<edge>[/<device>]`; names may hold spaces. */
export function parseSparkplugTopic(topic: string): SparkplugTopic | undefined {
  const [namespace, group, type, edge, device, ...rest] = topic.split('/');
  if (namespace !== 'spBv1.0' || !group || !type || !edge || rest.length > 0) return undefined;
  return { edge: `${group}/${edge}`, type, device: device ?? '' };
}
