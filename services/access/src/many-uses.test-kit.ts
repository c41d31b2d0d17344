import { type ConformanceBackEnd } from '@selvbetjent/oslonokkelen';
import { type SimulatedDoor } from '@selvbetjent/simulation';
import { randomUUID } from 'node:crypto';
import { type AccessProcess, rowsAt } from './access-process.test-kit';
import { until } from './access.test-kit';

/** Life of the tokens here, in seconds: longer than two restarts. */
const LIFE_SECONDS = 300;
export const TIMES = 50;

export interface Use {
  /** HTTP status; 0 when the process died or hung up. */
  status: number;
  /** ERROR_TEMPORARY: the adapter could not say whether the token was new, and sent nothing. */
  isTemporary: boolean;
}

/** One token used many times at once over two replicas that share a door. */
export class ManyUses {
  constructor(
    private readonly backEnd: ConformanceBackEnd,
    readonly replicas: readonly [AccessProcess, AccessProcess],
    readonly door: SimulatedDoor,
    private readonly databaseUrl: string,
  ) {}

  get openings(): number {
    return this.door.journal.length;
  }

  makeToken(thingId: string): Promise<string> {
    const iat = Math.floor(Date.now() / 1_000);
    const request = { requestId: randomUUID(), thingId, actionId: 'unlock', timeBudgetMillis: 5_000 };
    const [{ adapterUrl }] = this.replicas;
    return this.backEnd.token('action:execute', adapterUrl, { iat, exp: iat + LIFE_SECONDS, request });
  }

  use(token: string): Promise<Use[]> {
    return Promise.all(Array.from({ length: TIMES }, (_, index) => useOnce(this.replicas[index % 2 ? 1 : 0], token)));
  }

  /** Until both open the door when they are asked: they have its nonce, the database and the broker. Opens it twice. */
  async bothOpen(thingId: string): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.ready()));
    for (const replica of this.replicas) {
      await until(async () => {
        await this.door.setFaults({ mute: false });
        const before = this.openings;
        await useOnce(replica, await this.makeToken(thingId));
        return this.openings > before;
      });
    }
  }

  async usedTokens(): Promise<number> {
    return (await rowsAt(this.databaseUrl, 'SELECT 1 FROM access.used_tokens')).length;
  }
}

/** The answers that took the token: 200, unless it says that nobody could tell. */
export function takenOf(uses: readonly Use[]): Use[] {
  return uses.filter(({ status, isTemporary }) => status === 200 && !isTemporary);
}

async function useOnce(replica: AccessProcess, token: string): Promise<Use> {
  try {
    const headers = { authorization: `bearer ${token}` };
    const response = await fetch(`${replica.adapterUrl}/execute`, { method: 'POST', headers });
    const body = Buffer.from(await response.arrayBuffer());
    // Field 1, the status, is 2.
    return { status: response.status, isTemporary: body.subarray(0, 2).toString('hex') === '0802' };
  } catch {
    return { status: 0, isTemporary: false };
  }
}
