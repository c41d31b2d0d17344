import { Injectable } from '@nestjs/common';

const ANSWER_MS = 2_000;

/** Asks every other service whether it is ready. */
@Injectable()
export class ServiceHealth {
  constructor(private readonly urls: Readonly<Record<string, string>>) {}

  /** @returns `ok`, or what is wrong, by service. */
  async states(): Promise<Record<string, string>> {
    const entries = Object.entries(this.urls).map(async ([name, url]) => [name, await stateOf(url)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}

async function stateOf(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(ANSWER_MS) });
    if (response.ok) return 'ok';
    const { checks } = (await response.json()) as { checks?: Record<string, string> };
    const faults = Object.entries(checks ?? {}).filter(([, state]) => state !== 'ok');
    return faults.map(([name, state]) => `${name}: ${state}`).join('; ') || `answers ${response.status}`;
  } catch {
    return 'does not answer';
  }
}
