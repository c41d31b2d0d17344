import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { type Response } from 'express';
import { register } from 'prom-client';
import { redactText } from './redact';

/** Shorter than the patience of those who ask. */
const CHECK_MS = 1_500;

/** What a service cannot work without, by name; a check rejects (or returns false) when it doesn't answer. */
export type Checks = Record<string, () => Promise<unknown>>;

/** Holder of the checks; filled once the application is made. */
export class Readiness {
  checks: Checks = {};

  /** @returns each check's state: `ok`, or what is wrong. */
  async states(): Promise<Record<string, string>> {
    const entries = Object.entries(this.checks).map(async ([name, check]) => [name, await stateOf(check)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}

async function stateOf(check: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<string>((resolve) => (timer = setTimeout(() => resolve('does not answer'), CHECK_MS)));
  const answer = Promise.resolve().then(check);
  try {
    return await Promise.race([silence, answer.then((state) => (state === false ? 'not ready' : 'ok'))]);
  } catch (error) {
    return redactText((error as Error).message) || 'not ready';
  } finally {
    clearTimeout(timer);
  }
}

@Controller()
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  async ready(
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ status: string; checks: Record<string, string> }> {
    const checks = await this.readiness.states();
    const ready = Object.values(checks).every((state) => state === 'ok');
    response.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable', checks };
  }

  @Get('metrics')
  @Header('Content-Type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }
}
