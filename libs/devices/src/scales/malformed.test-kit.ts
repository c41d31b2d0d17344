import { bytesOf, CORPUS, messageOf } from './corpus.test-kit';
import { decodeWeight, FOREIGN_SCALE_DIALECTS, type ForeignScaleDialect } from './scale-dialects';
import { type ScaleSettings } from './scale-settings';
import { SparkplugBirths } from './sparkplug-births';
import { MAX_GRAMS } from './units';

/** What parsers stumble over. */
const ODDITIES = [
  ...['NaN', '-Infinity', '1e999', '-0', '9007199254740993', '""', 'null', '[]', '{}', 'true', '0x10', '１２'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '\0',
    '\uFEFF',
    '\\ud800',
    '\r\n',
    ',',
    '+',
    ' '.repeat(500),
    '9'.repeat(400),
  ],
  ...[
    '['.repeat(5_000),
    '{"a":'.repeat(2_000),
    '{"__proto__":{"grams":1}}',
    'S S ',
    'ST,GS,',
    '[{"v":',
    '41'.repeat(300),
  ],
].map((text) => Buffer.from(text));
const LONGEST_NOISE = 300;
const MUTATIONS_AT_MOST = 4;

/** Where a decoder broke its word. */
export interface Breach {
  dialect: string;
  payload: string;
  said: string;
}

export interface MalformedRun {
  payloads: number;
  decoded: number;
  weights: number;
  byReason: Map<string, number>;
  breaches: Breach[];
}

/** A generator of [0, 1) that gives the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Gives each of `payloads` malformed payloads to every codec: none may throw, and grams are safe integers inside bounds or there are none. */
export function tryMalformed(seed: number, payloads: number): MalformedRun {
  const random = randomOf(seed);
  const run: MalformedRun = { payloads, decoded: 0, weights: 0, byReason: new Map(), breaches: [] };
  const births = new SparkplugBirths();
  for (let count = 0; count < payloads; count += 1) {
    const payload = malformed(random);
    learn(births, payload, run);
    for (const dialect of FOREIGN_SCALE_DIALECTS) tryOne(run, { dialect, payload, births });
  }
  return run;
}

function malformed(random: () => number): Buffer {
  const pick = (below: number): number => Math.floor(random() * below);
  if (pick(10) === 0) return Buffer.from(Array.from({ length: pick(LONGEST_NOISE) }, () => pick(256)));
  let bytes: Buffer = Buffer.from(bytesOf(CORPUS[pick(CORPUS.length)]!));
  for (let left = 1 + pick(MUTATIONS_AT_MOST); left > 0; left -= 1) bytes = mutated(bytes, pick);
  return bytes;
}

function mutated(bytes: Buffer, pick: (below: number) => number): Buffer {
  const [at, until] = [pick(bytes.length + 1), pick(bytes.length + 1)].sort((one, other) => one - other) as [
    number,
    number,
  ];
  const oddity = ODDITIES[pick(ODDITIES.length)]!;
  switch (pick(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), oddity, bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), oddity, bytes.subarray(until)]);
    case 3:
      return Buffer.concat([bytes, bytes.subarray(at, until)]);
    case 4:
      return Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ (1 << pick(8)) : byte)));
    default:
      return Buffer.from(
        bytes.toString('latin1').replace(/\d+(\.\d+)?/g, (number) => (pick(3) ? number : String(oddity))),
      );
  }
}

/** Settings under which as much as possible counts as a weight. */
const LENIENT: Partial<Record<ForeignScaleDialect, ScaleSettings>> = {
  json: { field: 'weight', unit: 'kg', factor: 1e3, offsetGrams: -5 },
  'sparkplug-b': { unit: 't', factor: 1e6 },
  'decentlab-kl66': { f0: 15383.72, k: 46.4859e9 },
};

function tryOne(
  run: MalformedRun,
  { dialect, payload, births }: { dialect: ForeignScaleDialect; payload: Buffer; births: SparkplugBirths },
): void {
  run.decoded += 1;
  const topic = 'spBv1.0/g/DDATA/e/d';
  try {
    const decoded = decodeWeight(dialect, messageOf(payload, topic, births), LENIENT[dialect] ?? { unit: 'kg' });
    if (!decoded.ok) {
      run.byReason.set(decoded.reason, (run.byReason.get(decoded.reason) ?? 0) + 1);
      return;
    }
    run.weights += 1;
    const { grams, untaredGrams, status, at, sentAt } = decoded.message;
    const isWeight = (value: number | null): boolean =>
      value === null || (Number.isSafeInteger(value) && Math.abs(value) <= MAX_GRAMS);
    const isInstant = (value: Date | null): boolean => value === null || Number.isFinite(value.getTime());
    const isSound = isWeight(grams) && isWeight(untaredGrams) && (grams === null) === (status !== 'ok');
    if (!isSound || !isInstant(at) || !isInstant(sentAt)) breach(run, dialect, payload, JSON.stringify(decoded));
  } catch (error) {
    breach(run, dialect, payload, String(error));
  }
}

function learn(births: SparkplugBirths, payload: Buffer, run: MalformedRun): void {
  try {
    births.learn('spBv1.0/g/DBIRTH/e/d', payload);
  } catch (error) {
    breach(run, 'births', payload, String(error));
  }
}

function breach({ breaches }: MalformedRun, dialect: string, payload: Buffer, said: string): void {
  breaches.push({ dialect, payload: payload.toString('base64').slice(0, 400), said });
}

/** The prototype of all objects stays as it was. */
export function isPolluted(): boolean {
  return 'grams' in {} || Object.keys(Object.prototype).length > 0;
}
