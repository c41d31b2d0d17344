import { type Author } from '@selvbetjent/contracts';
import { type RunningService, startService } from '@selvbetjent/platform';
import { freePort, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { type PortalConfig } from './config';
import { TestingOwners } from './owners.test-kit';
import { describePortal } from './portal.module';
import { SessionCookies } from './sign-in/session-cookies';
import { SessionStore } from './sign-in/session.store';

export const STAFF: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] };
export const OPERATOR: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] };

/** A portal with a database and a NATS of its own, and with owners that are played. */
export class TestingPortal {
  readonly owners = new TestingOwners();
  private constructor(
    readonly system: Infrastructure,
    readonly config: PortalConfig,
  ) {}

  service!: RunningService;

  static async start(changes: Partial<PortalConfig> = {}): Promise<TestingPortal> {
    const system = await startInfrastructure();
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const oidc = { clientId: 'selvbetjent-portal', clientSecret: null, audience: 'selvbetjent', rolesClaim: 'roles' };
    const portal = new TestingPortal(system, {
      ...{ host: '127.0.0.1', port, logLevel: 'silent', databaseUrl: system.databaseUrl, natsUrl: system.natsUrl },
      ...{
        publicUrl,
        sessionSecret: 'only-for-these-tests',
        webRoot: __dirname,
        services: {},
        trustedProxies: ['loopback'],
      },
      oidc: { ...oidc, issuer: `${publicUrl}/oidc`, embedded: true },
      ...changes,
    });
    await portal.owners.start(system.natsUrl);
    portal.service = await startService(describePortal(portal.config));
    return portal;
  }

  get url(): string {
    return this.service.url;
  }

  async signIn(author: Author): Promise<{ cookie: string; 'x-csrf-token': string }> {
    const cookies = new SessionCookies(this.config);
    const id = await this.service.app.get(SessionStore).create(author);
    return { cookie: `${cookies.session}=${id}`, 'x-csrf-token': cookies.csrfToken(id) };
  }

  async stop(): Promise<void> {
    await this.service?.close();
    await this.owners.close();
    await this.system.stop();
  }
}
