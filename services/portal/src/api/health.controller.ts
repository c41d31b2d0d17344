import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Readiness } from '@selvbetjent/platform';
import { type Response } from 'express';
import { Public } from '../sign-in/access-rule';
import { ServiceHealth } from '../service-health';

const HEALTH = '#/components/schemas/SystemHealth';

/** `ok`, or what is wrong, by service. */
export interface SystemHealth {
  status: 'ok' | 'unavailable';
  services: Record<string, string>;
}

@ApiTags('health')
@Public()
@Controller('api/health')
export class SystemHealthController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(ServiceHealth) private readonly services: ServiceHealth,
  ) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when every service is ready, else 503, with each one's state. */
  @Get('ready')
  @ApiServiceUnavailableResponse({ description: 'Some service is not ready', schema: { $ref: HEALTH } })
  async ready(@Res({ passthrough: true }) response: Response): Promise<SystemHealth> {
    const [services, own] = await Promise.all([this.services.states(), this.readiness.states()]);
    const faults = Object.entries(own).filter(([, state]) => state !== 'ok');
    const portal = faults.length === 0 ? 'ok' : faults.map(([name, state]) => `${name}: ${state}`).join('; ');
    const states: Record<string, string> = { ...services, portal };
    const ready = Object.values(states).every((state) => state === 'ok');
    response.status(ready ? 200 : 503).setHeader('Cache-Control', 'no-store');
    return { status: ready ? 'ok' : 'unavailable', services: states };
  }
}
