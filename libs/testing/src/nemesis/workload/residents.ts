import { type SeededRandom, type SimulatedBackend } from '@selvbetjent/simulation';
import { randomUUID } from 'node:crypto';
import { type Bed } from '../bed/bed';
import { type Ending, type History } from '../history';
import { oneOf } from '../one-of';
import { doorOf } from '../plan';

/** Why a press must not open anything; `valid` may. */
export type Flavour = 'valid' | 'forged' | 'expired' | 'replayed' | 'other-scope' | 'unknown-door' | 'outside-hours';

export interface Answer {
  /** Of the HTTP answer; 0 without one. */
  http: number;
  /** `SUCCESS`, `DENIED`, `ERROR_TEMPORARY`, `ERROR_PERMANENT`; empty without a body. */
  status: string;
}

const BUDGET_MS = 5_000;
const PATIENCE_MS = 8_000;
const DECIDED = ['SUCCESS', 'DENIED', 'ERROR_PERMANENT'];
/** How many of the last tokens are used again. */
const REPLAYED = 6;
const WRONG: Flavour[] = ['forged', 'expired', 'replayed', 'other-scope', 'unknown-door', 'outside-hours'];
/** Invented, with valid check digits; whoever they belong to has nothing to do with it. */
const PERSONAL_NUMBER_SEED = 100_000_000;

interface Press {
  doorId: string;
  requestId: string;
  flavour: Flavour;
}

/** Who presses at doors by way of Oslonøkkelen, rightly and wrongly; all of it goes into the history. */
export class Residents {
  /** Numbers of persons that tokens carried: none of them may be found anywhere. */
  readonly personalNumbers: string[] = [];
  private readonly usedTokens: { token: string; press: Press; jti: string }[] = [];

  constructor(
    private readonly bed: Bed,
    private readonly history: History,
    private readonly random: SeededRandom,
    private readonly shutStation: string,
  ) {}

  /** A press with all that is right, once more with the same request id when it is worth it. */
  async press(stationId: string, tries = 3): Promise<Answer> {
    const press: Press = { doorId: doorOf(stationId), requestId: randomUUID(), flavour: 'valid' };
    let answer = await this.ask(press);
    for (let again = 1; again < tries && (answer.http === 0 || answer.status === 'ERROR_TEMPORARY'); again += 1)
      answer = await this.ask(press);
    return answer;
  }

  /** The same by way of one replica, once. */
  async pressBy(replica: string, stationId: string): Promise<Answer> {
    return this.ask({ doorId: doorOf(stationId), requestId: randomUUID(), flavour: 'valid' }, replica);
  }

  /** One that must not open anything. */
  async pressWrongly(stationId: string): Promise<Answer> {
    const flavour = oneOf(this.random, WRONG);
    const requestId = randomUUID();
    if (flavour === 'unknown-door') return this.ask({ doorId: 'no-such-door', requestId, flavour });
    if (flavour === 'outside-hours') return this.ask({ doorId: doorOf(this.shutStation), requestId, flavour });
    if (flavour === 'replayed') return this.replay();
    return this.ask({ doorId: doorOf(stationId), requestId, flavour });
  }

  /** One token to every replica at once: only one of them may take it. */
  async pressEverywhere(stationId: string): Promise<void> {
    const press: Press = { doorId: doorOf(stationId), requestId: randomUUID(), flavour: 'valid' };
    const jti = randomUUID();
    const token = await this.tokenOf(press, jti);
    const replicas = this.bed.fleet.replicasOf('access');
    await Promise.all(replicas.map((replica) => this.send(press, { token, jti }, replica)));
  }

  /** A token that was good for its press a moment ago, and has not expired. */
  private async replay(): Promise<Answer> {
    const recent = this.usedTokens.slice(-REPLAYED);
    if (recent.length === 0) return { http: 0, status: '' };
    const used = oneOf(this.random, recent);
    return this.send({ ...used.press, flavour: 'replayed' }, used);
  }

  private async ask(press: Press, replica?: string): Promise<Answer> {
    const jti = randomUUID();
    const token = await this.tokenOf(press, jti);
    const answer = await this.send(press, { token, jti }, replica);
    if (press.flavour === 'valid' && DECIDED.includes(answer.status)) this.usedTokens.push({ token, press, jti });
    return answer;
  }

  private async send(press: Press, { token, jti }: { token: string; jti: string }, by?: string): Promise<Answer> {
    const replica = by ?? oneOf(this.random, this.bed.fleet.replicasOf('access'));
    const backEnd = await this.backEndAt(replica);
    const end = this.history.invoke('unlock', { ...press, jti, replica });
    try {
      const { status: http, body } = await backEnd.executeWith(token, PATIENCE_MS);
      const answer = { http, status: body?.status ?? '' };
      end(endingOf(answer), { ...answer, reason: body?.deniedReason?.code });
      return answer;
    } catch (error) {
      end('info', { reason: (error as Error).name });
      return { http: 0, status: '' };
    }
  }

  private async tokenOf({ doorId, requestId, flavour }: Press, jti: string): Promise<string> {
    const attachments = [{ norwegianFodselsnummer: { number: this.personalNumber() } }];
    const request = { requestId, thingId: doorId, actionId: 'unlock', timeBudgetMillis: BUDGET_MS, attachments };
    const [first] = this.bed.fleet.replicasOf('access');
    if (flavour === 'forged') return this.bed.oslonokkelen.forge(this.bed.fleet.urlOf(first ?? ''), request);
    const backEnd = await this.backEndAt(first ?? '');
    const scope = flavour === 'other-scope' ? 'manifest:scrape' : 'action:execute';
    const seconds = Math.floor(this.bed.time.now().getTime() / 1_000);
    const times = flavour === 'expired' ? { iat: seconds - 120, exp: seconds - 60 } : {};
    return backEnd.token(scope, { jti, request, ...times });
  }

  private backEndAt(replica: string): Promise<SimulatedBackend> {
    const { fleet, oslonokkelen } = this.bed;
    const [first] = fleet.replicasOf('access');
    return oslonokkelen.speakingTo(fleet.urlOf(replica), fleet.urlOf(first ?? ''));
  }

  private personalNumber(): string {
    for (;;) {
      const digits = String(PERSONAL_NUMBER_SEED + this.random.integer(900_000_000));
      const [one, two] = checkDigits(digits);
      if (one > 9 || two > 9) continue;
      const number = `${digits}${one}${two}`;
      this.personalNumbers.push(number);
      return number;
    }
  }
}

function endingOf({ http, status }: Answer): Ending {
  if (status === 'SUCCESS') return 'ok';
  return status === 'ERROR_TEMPORARY' || http >= 500 ? 'info' : 'fail';
}

/** The two check digits (mod 11) of nine digits; 10 for none. */
function checkDigits(nine: string): [number, number] {
  const sum = (digits: string, weights: readonly number[]): number =>
    weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const digitOf = (total: number): number => (11 - (total % 11)) % 11;
  const one = digitOf(sum(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]));
  return [one, digitOf(sum(`${nine}${one}`, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]))];
}
