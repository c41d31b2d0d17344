import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Problem } from '@selvbetjent/platform';
import { type DeviceMemory } from '@selvbetjent/simulation';

const CLIENT_ID = 'demo-staff';
const CLIENT_SECRET = 'demo';
const ALWAYS_OPEN = '24/7';
const TIMEOUT_MS = 10_000;

/** By station, the hours that were in force before it was held open. */
export type HeldHours = Record<string, string | undefined>;

interface HoursAnswer {
  timeZone: string;
  version: number;
  versions: { validFrom: string; hours: string }[];
}

/** Changes a station's hours through the staff API, as a person of the staff would. */
@Injectable()
export class StaffHours {
  constructor(
    private readonly portalUrl: string,
    private readonly memory: DeviceMemory<HeldHours>,
    private readonly clock: Clock,
  ) {}

  /** Stations that are held open, with the hours to go back to. */
  get held(): HeldHours {
    return this.memory.load() ?? {};
  }

  /** Open around the clock from now on, until `undo`. The former hours are kept first: they must not get lost. */
  async holdOpen(stationId: string): Promise<void> {
    const hours = await this.read(stationId);
    const current = this.inForce(hours);
    if (current.hours === ALWAYS_OPEN) throw new Problem(409, 'always_open', 'Stasjonen er allerede døgnåpen.');
    this.remember(stationId, current.hours);
    await this.save(stationId, hours, ALWAYS_OPEN);
  }

  /** Puts back the hours from before. */
  async undo(stationId: string): Promise<void> {
    const former = this.held[stationId];
    if (former === undefined) throw new Problem(409, 'not_held', 'Stasjonen holdes ikke åpen herfra.');
    await this.save(stationId, await this.read(stationId), former);
    this.remember(stationId, undefined);
  }

  private remember(stationId: string, hours: string | undefined): void {
    this.memory.save({ ...this.held, [stationId]: hours });
  }

  private inForce(hours: HoursAnswer): { validFrom: string; hours: string } {
    const today = this.today(hours.timeZone);
    const begun = hours.versions.filter(({ validFrom }) => validFrom <= today);
    const newest = begun.sort((one, other) => (one.validFrom < other.validFrom ? 1 : -1))[0];
    if (!newest) throw new Problem(409, 'no_hours', 'Stasjonen har ingen åpningstider ennå.');
    return newest;
  }

  private async read(stationId: string): Promise<HoursAnswer> {
    return (await this.call('GET', stationId)) as HoursAnswer;
  }

  private async save(stationId: string, { version, timeZone }: HoursAnswer, hours: string): Promise<void> {
    const validFrom = this.today(timeZone);
    await this.call('PUT', stationId, { validFrom, hours, expectedVersion: version, confirm: true });
  }

  private async call(method: 'GET' | 'PUT', stationId: string, body?: object): Promise<unknown> {
    const url = `${this.portalUrl}/api/stations/${encodeURIComponent(stationId)}/opening-hours`;
    return ask(url, {
      method,
      headers: {
        authorization: `Bearer ${await this.token()}`,
        ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  private async token(): Promise<string> {
    const credentials = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
    const answer = await ask(`${this.portalUrl}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return (answer as { access_token: string }).access_token;
  }

  private today(timeZone: string): string {
    return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(this.clock.now());
  }
}

async function ask(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
    const cause = (error as { cause?: Error }).cause?.message ?? (error as Error).message;
    throw new Problem(502, 'portal_unreachable', 'Portalen svarte ikke. Prøv igjen om litt.', cause);
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Problem(502, 'portal_refused', `Portalen svarte ${response.status}.`, text.slice(0, 500));
  }
  return text ? (JSON.parse(text) as unknown) : undefined;
}
