import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { volatileMemory } from '@selvbetjent/simulation';
import { FixedClock } from '@selvbetjent/testing';
import { type HeldHours, StaffHours } from './staff-hours';

const ORDINARY = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';

/** A portal with one station; it checks what the real one checks of a change of hours. */
class SmallPortal {
  version = 4;
  versions = [
    { validFrom: '2023-01-16', hours: 'Mo,We 09:00-15:00' },
    { validFrom: '2023-05-02', hours: ORDINARY },
    { validFrom: '2027-01-01', hours: 'off' },
  ];
  refuses = false;
  private readonly server: Server = createServer((request, response) => {
    void this.answer(request).then(({ status, body }) => response.writeHead(status).end(JSON.stringify(body)));
  });

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const text = Buffer.concat(await request.toArray()).toString();
    if (request.url === '/oidc/token') {
      const isKnown = request.headers.authorization === `Basic ${btoa('demo-staff:demo')}`;
      const isRight = isKnown && text === 'grant_type=client_credentials';
      return isRight ? { status: 200, body: { access_token: 'staff-token' } } : { status: 401, body: {} };
    }
    if (request.headers.authorization !== 'Bearer staff-token') return { status: 401, body: {} };
    if (request.url !== '/api/stations/trosterud/opening-hours') return { status: 404, body: {} };
    if (request.method === 'GET') {
      return { status: 200, body: { timeZone: 'Europe/Oslo', version: this.version, versions: this.versions } };
    }
    return this.change(JSON.parse(text) as { validFrom: string; hours: string; expectedVersion: number });
  }

  private change(body: { validFrom: string; hours: string; expectedVersion: number }) {
    if (this.refuses) return { status: 403, body: { title: 'Ingen tilgang' } };
    if (body.expectedVersion !== this.version) return { status: 409, body: { title: 'Utdatert' } };
    this.version += 1;
    const others = this.versions.filter(({ validFrom }) => validFrom !== body.validFrom);
    this.versions = [...others, { validFrom: body.validFrom, hours: body.hours }];
    return { status: 200, body: {} };
  }
}

describe('StaffHours', () => {
  let portal: SmallPortal;
  let portalUrl: string;
  const memory = volatileMemory<HeldHours>();
  // 00:30 on the 21st in Oslo
  const clock = new FixedClock(new Date('2026-11-20T23:30:00.000Z'));
  const staffHours = (): StaffHours => new StaffHours(portalUrl, memory, clock);
  const todays = (): string | undefined => portal.versions.find(({ validFrom }) => validFrom === '2026-11-21')?.hours;

  beforeEach(async () => {
    portal = new SmallPortal();
    portalUrl = await portal.listen();
    memory.save({});
  });

  afterEach(() => portal.close());

  it('opens around the clock from the station’s own today, and puts the hours back that were in force', async () => {
    await staffHours().holdOpen('trosterud');
    expect(todays()).toBe('24/7');
    expect(staffHours().held).toEqual({ trosterud: ORDINARY });

    await staffHours().undo('trosterud');
    expect(todays()).toBe(ORDINARY);
    expect(staffHours().held).toEqual({});
  });

  it('does not forget the ordinary hours when it is pressed twice', async () => {
    await staffHours().holdOpen('trosterud');
    await expect(staffHours().holdOpen('trosterud')).rejects.toThrow('allerede døgnåpen');
    expect(staffHours().held).toEqual({ trosterud: ORDINARY });
  });

  it('says so when there is nothing to undo, the portal refuses, or nobody is there', async () => {
    await expect(staffHours().undo('trosterud')).rejects.toThrow('holdes ikke åpen');
    portal.refuses = true;
    await expect(staffHours().holdOpen('trosterud')).rejects.toMatchObject({ status: 502, code: 'portal_refused' });
    await expect(staffHours().holdOpen('ukjent')).rejects.toMatchObject({ status: 502, title: 'Portalen svarte 404.' });
    const nobody = new StaffHours('http://127.0.0.1:1', memory, clock);
    await expect(nobody.holdOpen('trosterud')).rejects.toMatchObject({ status: 502, code: 'portal_unreachable' });
  });
});
