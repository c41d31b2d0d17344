import { describe, expect, it } from '@jest/globals';
import { readPortalConfig } from './config';

const LOCAL = {
  DATABASE_URL: 'postgres://localhost/selvbetjent',
  NATS_URL: 'nats://127.0.0.1:4222',
  SESSION_SECRET: 'not-a-secret-but-long-enough',
};

describe('readPortalConfig', () => {
  it('has an embedded provider on this machine', () => {
    const { oidc, publicUrl } = readPortalConfig({ ...LOCAL, PORT: '9090' });
    expect(publicUrl).toBe('http://127.0.0.1:9090');
    expect(oidc).toMatchObject({ embedded: true, issuer: 'http://127.0.0.1:9090/oidc' });
  });

  it('refuses the embedded provider where others can reach it', () => {
    expect(() => readPortalConfig({ ...LOCAL, HOST: '0.0.0.0' })).toThrow(
      /OIDC_ISSUER is required with HOST=0\.0\.0\.0/,
    );
  });

  it('takes a real provider, and then its client', () => {
    const real = { ...LOCAL, HOST: '0.0.0.0', OIDC_ISSUER: 'https://login.example.no' };
    expect(() => readPortalConfig(real)).toThrow(/OIDC_CLIENT_ID/);
    const { oidc } = readPortalConfig({ ...real, OIDC_CLIENT_ID: 'selvbetjent', OIDC_ROLES_CLAIM: 'groups' });
    expect(oidc).toMatchObject({ embedded: false, audience: 'selvbetjent', clientSecret: null, rolesClaim: 'groups' });
  });

  it('believes this machine alone in whom it forwards for, unless told of others', () => {
    expect(readPortalConfig(LOCAL).trustedProxies).toEqual(['loopback']);
    expect(readPortalConfig({ ...LOCAL, TRUSTED_PROXIES: '10.1.0.0/16' }).trustedProxies).toEqual(['10.1.0.0/16']);
    expect(() => readPortalConfig({ ...LOCAL, TRUSTED_PROXIES: 'everybody' })).toThrow(/TRUSTED_PROXIES: "everybody"/);
  });

  it('tells all faults at once', () => {
    expect(() => readPortalConfig({ PORT: 'high', HOST: '0.0.0.0' })).toThrow(
      /PORT[^]*DATABASE_URL[^]*NATS_URL[^]*SESSION_SECRET[^]*OIDC_ISSUER/,
    );
  });
});
