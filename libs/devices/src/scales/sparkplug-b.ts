import { Unreadable } from '../fields';
import { type ScaleSettings } from './scale-settings';
import { parseSparkplugTopic, type SparkplugBirths } from './sparkplug-births';
import { numberOfMetric, readSparkplug, type SparkplugMetric } from './sparkplug-payload';
import { taredGrams, unitOf } from './units';
import { type DecodedWeight, decodeWith, Ignored, noWeight, weightOf } from './weight';

/** Last part of a metric's name, in the order of preference, when the registry names none. */
const USUAL_NAMES = ['gross', 'weight', 'net'];
const END_OF_YEAR_9999 = BigInt(Date.UTC(10_000, 0, 1) - 1);

export interface SparkplugMessage {
  topic: string;
  payload: Uint8Array;
  births: SparkplugBirths;
}

/**
 * Sparkplug B, `spBv1.0/<group>/DDATA/<edge>/<device>`, by name or by alias. `Stable` and `Unit` beside the weight, in the same folder
 * of metrics, are its own. Births only teach names, types and units: the values in them may be old.
 */
export function decodeSparkplugB({ topic, payload, births }: SparkplugMessage, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => {
    const type = parseSparkplugTopic(topic)?.type;
    if (type !== 'DDATA' && type !== 'NDATA') throw new Ignored('no_data');
    const { metrics, timestamp } = readSparkplug(payload);
    const named = metrics.map((metric) => nameOf(metric, { topic, births }, settings));
    const metric = chosen(named, settings);
    if (metric.isNull) return noWeight('fault');
    const siblings = siblingsOf(metric, named, { topic, births });
    const grams = taredGrams(numberOfMetric(metric), unitOf(siblings.unit, settings), settings);
    const sentAt = instantOf(timestamp);
    const untaredGrams = lastStep(metric.name) === 'gross' ? grams - (settings.offsetGrams ?? 0) : null;
    return weightOf(grams, {
      untaredGrams,
      stable: siblings.stable,
      at: instantOf(metric.timestamp) ?? sentAt,
      sentAt,
    });
  });
}

type Heard = Omit<SparkplugMessage, 'payload'>;

/** Null for a metric whose alias no birth has told us. */
function nameOf(metric: SparkplugMetric, { topic, births }: Heard, { alias }: ScaleSettings): SparkplugMetric | null {
  const completed = births.complete(topic, metric);
  const isMine = alias !== undefined && metric.alias === BigInt(alias);
  return completed ?? (isMine ? metric : null);
}

function chosen(metrics: (SparkplugMetric | null)[], { field, alias }: ScaleSettings): SparkplugMetric {
  const known = metrics.filter((metric) => metric !== null);
  const mine =
    known.findLast((metric) => alias !== undefined && metric.alias === BigInt(alias)) ??
    (field ? known.findLast(({ name }) => name === field) : alias === undefined ? usual(known) : undefined);
  if (!mine && metrics.includes(null)) throw new Unreadable('unknown_alias');
  if (!mine) throw new Ignored('no_weight');
  return mine;
}

function usual(metrics: SparkplugMetric[]): SparkplugMetric | undefined {
  for (const usualName of USUAL_NAMES) {
    const found = metrics.filter(({ name }) => lastStep(name) === usualName);
    if (new Set(found.map(({ name }) => name)).size > 1) throw new Unreadable('ambiguous');
    if (found.length > 0) return found.at(-1);
  }
  return undefined;
}

function siblingsOf(
  { name }: SparkplugMetric,
  metrics: (SparkplugMetric | null)[],
  { topic, births }: Heard,
): { unit: string | undefined; stable: boolean | null } {
  const folder = name?.slice(0, name.lastIndexOf('/') + 1) ?? '';
  const valueOf = (sibling: string) => metrics.findLast((metric) => metric?.name === folder + sibling)?.value;
  const [unit, stable] = [valueOf('Unit'), valueOf('Stable')];
  return {
    unit: typeof unit === 'string' ? unit : births.bornText(topic, `${folder}Unit`),
    stable: typeof stable === 'boolean' ? stable : null,
  };
}

function lastStep(name: string | undefined): string | undefined {
  return name?.slice(name.lastIndexOf('/') + 1).toLowerCase();
}

function instantOf(epochMs: bigint | undefined): Date | null {
  if (epochMs === undefined || epochMs === 0n || epochMs > END_OF_YEAR_9999) return null;
  return new Date(Number(epochMs));
}
