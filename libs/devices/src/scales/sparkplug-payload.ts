import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { Unreadable } from '../fields';

/** A metric of a Sparkplug B payload, as far as scales need it (sparkplug_b.proto of the specification 3.0). */
export interface SparkplugMetric {
  name?: string;
  alias?: bigint;
  /** Milliseconds since 1970. */
  timestamp?: bigint;
  datatype?: number;
  isNull?: boolean;
  value?: number | bigint | boolean | string;
  /** Which field carried the value: how to read it depends on it. */
  valueField?: number;
}

export interface SparkplugPayload {
  timestamp?: bigint;
  seq?: bigint;
  metrics: SparkplugMetric[];
}

const FLOAT_FIELD = 12;
/** A payload has 16 KiB; this only bounds what a hostile one makes us remember. */
const MAX_METRICS = 2_000;

/** @throws Unreadable `not_protobuf` */
export function readSparkplug(payload: Uint8Array): SparkplugPayload {
  try {
    return readPayload(new BinaryReader(payload));
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('not_protobuf');
  }
}

function readPayload(reader: BinaryReader): SparkplugPayload {
  const payload: SparkplugPayload = { metrics: [] };
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === 1 && wire === WireType.Varint) payload.timestamp = BigInt(reader.uint64());
    else if (field === 2 && wire === WireType.LengthDelimited) payload.metrics.push(readMetric(reader.bytes()));
    else if (field === 3 && wire === WireType.Varint) payload.seq = BigInt(reader.uint64());
    else reader.skip(wire, field);
    if (payload.metrics.length > MAX_METRICS) throw new Unreadable('too_many_metrics');
  }
  return payload;
}

function readMetric(bytes: Uint8Array): SparkplugMetric {
  const reader = new BinaryReader(bytes);
  const metric: SparkplugMetric = {};
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const read = METRIC_FIELDS.get(`${field}/${wire}`);
    if (read) read(metric, reader, field);
    else reader.skip(wire, field);
  }
  return metric;
}

type ReadField = (metric: SparkplugMetric, reader: BinaryReader, field: number) => void;

const value =
  (read: (reader: BinaryReader) => SparkplugMetric['value']): ReadField =>
  (metric, reader, field) => {
    metric.value = read(reader);
    metric.valueField = field;
  };

/** By `<field>/<wire type>`: a field with another wire type than the schema's is skipped, as an unknown one is. */
const METRIC_FIELDS: ReadonlyMap<string, ReadField> = new Map([
  [`1/${WireType.LengthDelimited}`, (metric, reader) => void (metric.name = reader.string())],
  [`2/${WireType.Varint}`, (metric, reader) => void (metric.alias = BigInt(reader.uint64()))],
  [`3/${WireType.Varint}`, (metric, reader) => void (metric.timestamp = BigInt(reader.uint64()))],
  [`4/${WireType.Varint}`, (metric, reader) => void (metric.datatype = reader.uint32())],
  [`7/${WireType.Varint}`, (metric, reader) => void (metric.isNull = reader.bool())],
  [`10/${WireType.Varint}`, value((reader) => reader.uint32())],
  [`11/${WireType.Varint}`, value((reader) => BigInt(reader.uint64()))],
  [`${FLOAT_FIELD}/${WireType.Bit32}`, value((reader) => reader.float())],
  [`13/${WireType.Bit64}`, value((reader) => reader.double())],
  [`14/${WireType.Varint}`, value((reader) => reader.bool())],
  [`15/${WireType.LengthDelimited}`, value((reader) => reader.string())],
]);

const SIGNED_BITS: ReadonlyMap<number | undefined, number> = new Map([
  [1, 8],
  [2, 16],
  [3, 32],
  [4, 64],
]);
/** More digits of a 32-bit float are not the scale's. */
const FLOAT_DIGITS = 7;

/**
 * The metric's value as a number. Signed types travel as unsigned: the datatype, of the metric or of its birth, tells.
 * @throws Unreadable `bad_weight`
 */
export function numberOfMetric({ value, valueField, datatype }: SparkplugMetric): number {
  if (typeof value === 'string' || typeof value === 'boolean' || value === undefined)
    throw new Unreadable('bad_weight');
  if (valueField === FLOAT_FIELD) return Number(Number(value).toPrecision(FLOAT_DIGITS));
  if (typeof value === 'number' && !Number.isInteger(value)) return value;
  const bits = SIGNED_BITS.get(datatype);
  if (bits === undefined || valueField === 13) return Number(value);
  return Number(BigInt.asIntN(bits, BigInt(value)));
}
