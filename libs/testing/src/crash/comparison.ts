import { expect } from '@jest/globals';
import { FACTS, factType } from '@selvbetjent/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { compareAll, type Compared } from './compare-facts';

const LOOKS = 10;
const LOOK_AGAIN_MS = 1_000;

/** How many facts of each type their owners have told until now. */
export async function toldByType(system: { databaseUrl: string }): Promise<Record<string, number>> {
  const client = new Client({ connectionString: system.databaseUrl });
  await client.connect();
  try {
    const counts = FACTS.map(async (fact) => {
      const sql = `SELECT count(*)::int AS told FROM ${fact.owner}.outbox WHERE envelope->>'type' = $1`;
      const { rows } = await client.query<{ told: number }>(sql, [factType(fact)]);
      return [factType(fact), rows[0]?.told ?? 0] as const;
    });
    return Object.fromEntries(await Promise.all(counts));
  } finally {
    await client.end();
  }
}

/**
 * Throws unless everyone has exactly what was told. What is only under way, such as an attempt that just ran out of time, arrives
 * within seconds; what is lost or doubled stays so.
 * @returns the comparison
 */
export async function expectNothingLostOrDoubled(system: {
  databaseUrl: string;
  natsUrl: string;
}): Promise<Compared[]> {
  for (let look = 1; ; look += 1) {
    const compared = await compareAll(system);
    const wrong = compared.filter(({ lost, doubled }) => lost !== 0 || doubled !== 0);
    if (wrong.length === 0) return compared;
    if (look === LOOKS) expect(wrong).toEqual([]);
    await delay(LOOK_AGAIN_MS);
  }
}
