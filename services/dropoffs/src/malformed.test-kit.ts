const GOOD = { boot: 'malformed', readings: [{ seq: 1, at: '2026-01-05T10:00:00Z', grams: 1_000 }] };
const text = JSON.stringify(GOOD);

/** Ways to spoil a payload; none of them leaves a reading that can be used. */
const SPOILERS: ((random: () => number) => string | Buffer)[] = [
  () => '',
  (random) => text.slice(0, Math.floor(random() * (text.length - 1))),
  (random) => Buffer.from(Array.from({ length: 1 + Math.floor(random() * 300) }, () => Math.floor(random() * 256))),
  () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text)]),
  (random) => `${text.slice(0, -3)}${'['.repeat(Math.floor(random() * 5_000))}`,
  () => '{"boot":"malformed","readings":[{"seq":1,"at":"2026-01-05T10:00:00Z","grams":NaN}]}',
  () => '{"boot":"malformed","readings":[{"seq":1e308,"at":"2026-01-05T10:00:00Z","grams":1}]}',
  () => '{"boot":"malformed","readings":[{"seq":1,"at":"never","grams":1e308}]}',
  () => '{"__proto__":{"boot":"x"},"constructor":{"prototype":{}},"readings":{}}',
  (random) =>
    JSON.stringify({ boot: 'malformed', readings: [{ seq: -1, at: 0, grams: 'x'.repeat(random() * 1_000) }] }),
  () => JSON.stringify({ boot: '\0', readings: GOOD.readings }),
  (random) => JSON.stringify({ ...GOOD, padding: 'x'.repeat(16_384 + Math.floor(random() * 1_000)) }),
  () => 'null',
  () => '12345678901',
];

/** The same payload for the same seed, always of no use. */
export function malformedPayload(seed: number): string | Buffer {
  const random = randomOf(seed);
  const spoil = SPOILERS[seed % SPOILERS.length];
  return spoil ? spoil(random) : '';
}

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
