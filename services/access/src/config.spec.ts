import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@selvbetjent/platform';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readAccessConfig } from './config';

const LOCAL = {
  DATABASE_URL: 'postgres://localhost/selvbetjent',
  NATS_URL: 'nats://127.0.0.1:4222',
  MQTT_URL: 'mqtt://127.0.0.1:1883',
  ENCRYPTION_KEY: 'not-a-secret-but-long-enough',
};

it('trusts nobody and opens real doors only, until told otherwise', () => {
  expect(readAccessConfig(LOCAL)).toMatchObject({ issuer: '', keysUrl: '', simulator: false, port: 8081 });
});

it('derives issuer and keys from the back end', () => {
  expect(readAccessConfig({ ...LOCAL, OSLONOKKELEN_BACKEND_URL: 'https://nokkel.example.no/api' })).toMatchObject({
    issuer: 'https://nokkel.example.no',
    keysUrl: 'https://nokkel.example.no/api/adapter/v2/keys',
  });
});

it('tells all faults at once, and none of the secrets', () => {
  const wrong = {
    HOST: 'a b',
    ACCESS_PORT: '80a',
    PORT: '-1',
    OSLONOKKELEN_BACKEND_URL: 'http://nokkel.example.no',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://me:hunter2@db',
    NATS_URL: 'http://nats',
    MQTT_URL: 'broker:1883',
    OSLONOKKELEN_ISSUER: 'nokkel',
    OSLONOKKELEN_KEYS_URL: 'ftp://keys',
    ADAPTER_PUBLIC_URL: 'x',
    PORTAL_PUBLIC_URL: 'y',
    ENCRYPTION_KEY: 'hunter3',
    SIMULATOR: 'yes',
  };
  const faults = faultsOf(() => readAccessConfig(wrong));
  expect(faults.map((fault) => fault.split(':')[0])).toEqual(Object.keys(wrong));
  expect(faults.join()).not.toMatch(/hunter/);
});

describe('mail', () => {
  const receivers = join(mkdtempSync(join(tmpdir(), 'selvbetjent-config-')), 'receivers.yaml');
  writeFileSync(receivers, 'from: a@example.no\nreceivers: [{ name: drift, mail: [b@example.no] }]\n');
  const withMail = { ...LOCAL, ALARM_RECEIVERS_FILE: receivers };
  afterAll(() => rmSync(dirname(receivers), { recursive: true }));

  it('goes by a secured connection, unless the server is on this machine', () => {
    for (const smtpUrl of ['smtps://post.example.no', 'smtp://localhost:2525']) {
      const { mail } = readAccessConfig({ ...withMail, SMTP_URL: smtpUrl });
      expect(mail).toEqual({ smtpUrl, from: 'a@example.no' });
    }
    const remote = { ...withMail, SMTP_URL: 'smtp://post.example.no' };
    expect(faultsOf(() => readAccessConfig(remote))).toEqual([
      'SMTP_URL: must use smtps: post.example.no is not this machine',
    ]);
  });

  it('is asked for by receivers only', () => {
    expect(faultsOf(() => readAccessConfig(withMail))).toEqual(['SMTP_URL is not set, but required']);
    expect(readAccessConfig({ ...LOCAL, SMTP_URL: 'smtps://post.example.no' }).mail).toBeNull();
  });
});

it('requires what it cannot work without', () => {
  expect(faultsOf(() => readAccessConfig({}))).toEqual(
    Object.keys(LOCAL).map((name) => `${name} is not set, but required`),
  );
});

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}
