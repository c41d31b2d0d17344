import { type EnvironmentReader, isLoopback, readEnvironment } from '@selvbetjent/platform';
import { parseTrustedProxies } from './trusted-proxies';

export interface OidcConfig {
  issuer: string;
  clientId: string;
  /** Absent for a public client, which PKCE alone protects. */
  clientSecret: string | null;
  /** Whom access tokens must be for. */
  audience: string;
  /** Claim with the roles; dots reach into objects. */
  rolesClaim: string;
  /** Whether the issuer is our own, with demo people. */
  embedded: boolean;
}

export interface PortalConfig {
  host: string;
  port: number;
  logLevel: string;
  databaseUrl: string;
  natsUrl: string;
  /** Scheme, host and port as people see them; https decides about cookies. */
  publicUrl: string;
  /** Whose word is taken on whom they forward for, as Express' `trust proxy` has it; everybody else's address is their own. */
  trustedProxies: string[];
  sessionSecret: string;
  /** Folder of the built web app. */
  webRoot: string;
  /** The other services' own addresses, for their health. */
  services: Record<string, string>;
  oidc: OidcConfig;
}

export function readPortalConfig(source: NodeJS.ProcessEnv = process.env): PortalConfig {
  return readEnvironment((env) => {
    const host = env.host('HOST', '127.0.0.1');
    const port = env.port('PORT', 8080);
    const publicUrl = env.url('PORTAL_PUBLIC_URL', ['http', 'https'], `http://127.0.0.1:${port}`).replace(/\/+$/, '');
    return {
      host,
      port,
      logLevel: env.logLevel(),
      databaseUrl: env.url('DATABASE_URL', ['postgres', 'postgresql']),
      natsUrl: env.url('NATS_URL', ['nats', 'tls']),
      publicUrl,
      trustedProxies: env.parsed('TRUSTED_PROXIES', parseTrustedProxies, ['loopback']),
      sessionSecret: env.secret('SESSION_SECRET'),
      webRoot: env.text('PORTAL_WEB_ROOT', 'services/portal/web/dist'),
      services: {
        access: serviceUrl(env, 'ACCESS', { host, port: 8081 }),
        stations: serviceUrl(env, 'STATIONS', { host, port: 8082 }),
        dropoffs: serviceUrl(env, 'DROPOFFS', { host, port: 8083 }),
        tonnage: serviceUrl(env, 'TONNAGE', { host, port: 8084 }),
      },
      oidc: oidcOf(env, { host, port }),
    };
  }, source);
}

/** Beside us unless `<NAME>_HOST` says otherwise. */
function serviceUrl(env: EnvironmentReader, name: string, beside: { host: string; port: number }): string {
  const host = env.host(`${name}_HOST`, beside.host);
  return `http://${host}:${env.port(`${name}_PORT`, beside.port)}`;
}

function oidcOf(env: EnvironmentReader, { host, port }: { host: string; port: number }): OidcConfig {
  const rolesClaim = env.text('OIDC_ROLES_CLAIM', 'roles');
  const issuer = env.url('OIDC_ISSUER', ['http', 'https'], '');
  if (!issuer) {
    if (!isLoopback(host)) {
      env.faults.push(`OIDC_ISSUER is required with HOST=${host}: the embedded demo log-in works on loopback only`);
    }
    const embedded = { clientId: 'selvbetjent-portal', clientSecret: null, audience: 'selvbetjent', embedded: true };
    return { issuer: `http://127.0.0.1:${port}/oidc`, rolesClaim, ...embedded };
  }
  const clientId = env.text('OIDC_CLIENT_ID');
  const clientSecret = env.text('OIDC_CLIENT_SECRET', '') || null;
  return { issuer, rolesClaim, clientId, clientSecret, audience: clientId, embedded: false };
}
