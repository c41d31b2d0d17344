import { isPolluted, tryMalformed } from '../src/scales/malformed.test-kit';

const PAYLOADS = 100_000;

/**
 * Malformed payloads, each to every codec of scales; ends with 1 when one throws or gives grams that are none.
 * After a build: `node dist/libs/devices/bin/malformed-payloads.js [seed] [payloads]`. The same seed gives the same payloads.
 */
function run(seed: number, payloads: number): void {
  const startedMs = performance.now();
  const { decoded, weights, byReason, breaches } = tryMalformed(seed, payloads);
  const seconds = (performance.now() - startedMs) / 1_000;
  console.log(
    `${payloads} payloads (seed ${seed}), ${decoded} decodings in ${seconds.toFixed(1)} s: ${weights} weights`,
  );
  for (const [reason, count] of [...byReason].sort(([, one], [, other]) => other - one))
    console.log(`  ${reason}: ${count}`);
  for (const breach of breaches.slice(0, 20)) console.log('BREACH', JSON.stringify(breach));
  console.log(`${breaches.length} breaches, prototype ${isPolluted() ? 'POLLUTED' : 'untouched'}`);
  process.exitCode = breaches.length > 0 || isPolluted() ? 1 : 0;
}

run(Number(process.argv[2] ?? 1), Number(process.argv[3] ?? PAYLOADS));
