import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { once } from 'node:events';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as wire from './generated/push_pb';
import { grantFault, KeychainPush, KeychainPushError, type KeyGrant } from './index';

interface Call {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

let server: Server;
let url: string;
let calls: Call[];
let answer: (response: ServerResponse) => void;
let traces: unknown[];

beforeEach(async () => {
  calls = [];
  traces = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      calls.push({ method, path, headers, body: Buffer.concat(chunks) });
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function push(timeoutMs = 5_000): KeychainPush {
  const onAnswer = (told: unknown): void => void traces.push(told);
  return new KeychainPush({ url, systemId: 'selvbetjent', apiKey: 'not-a-real-key', timeoutMs, onAnswer });
}

function say<Schema extends DescMessage>(
  schema: Schema,
  message: MessageInitShape<Schema>,
  type: string,
  status = 200,
) {
  answer = (response) => {
    response.writeHead(status, { 'content-type': `application/protobuf;type=${type}`, 'x-trace-id': 't-1' });
    response.end(toBinary(schema, create(schema, message)));
  };
}

const grant: KeyGrant = {
  id: 'visit-2026_11',
  title: 'Trosterud minigjenbruksstasjon',
  permissions: [
    {
      from: { date: '2026-11-20', time: '14:30' },
      until: { date: '2026-11-20', time: '16:00' },
      assetIds: ['trosterud-ombruk'],
    },
  ],
  recipients: [{ phoneNumber: { countryCode: '47', number: '99999999' }, canShare: true }],
  information: 'Bekreft telefonnummeret i appen for å få nøkkelen.',
  link: { title: 'Om stasjonen', uri: 'https://example.org/stasjon/trosterud' },
};

describe('keychain push', () => {
  it('sends a grant with who we are, and learns the trace of the call', async () => {
    say(wire.PushResponseSchema, {}, 'push-response');
    await push().sync(grant);
    expect(calls).toHaveLength(1);
    const { method, path, headers, body } = calls[0]!;
    expect([method, path]).toEqual(['POST', '/base/api/push/sync']);
    expect(headers).toMatchObject({
      'x-system-id': 'selvbetjent',
      'x-system-api-key': 'not-a-real-key',
      accept: 'application/protobuf',
    });
    expect(fromBinary(wire.PushRequestSchema, body)).toMatchObject({
      id: grant.id,
      title: grant.title,
      permissions: [{ timeInterval: { from: grant.permissions[0]!.from }, assetIds: ['trosterud-ombruk'] }],
      recipients: [{ recipient: { case: 'phoneNumber', value: { cc: '47', number: '99999999' } }, canShare: true }],
      information: { content: grant.information },
      link: grant.link,
    });
    expect(traces).toEqual([{ call: 'POST sync', status: 200, traceId: 't-1' }]);
  });

  it('is these bytes', async () => {
    say(wire.PushResponseSchema, {}, 'push-response');
    const { permissions } = grant;
    const recipients = [{ phoneNumber: { countryCode: '47', number: '12345' } }];
    await push().sync({ id: 'a', title: 'T', permissions: [{ ...permissions[0]!, assetIds: ['d'] }], recipients });
    const local = (time: string): string => `0a0a${hex('2026-11-20')}1205${hex(time)}`;
    const interval = `0a13${local('14:30')}1213${local('16:00')}`;
    const expected = `0a0161120154` + `1a2f0a2a${interval}120164` + `220d0a0b0a02${hex('47')}1205${hex('12345')}`;
    expect(calls[0]!.body.toString('hex')).toBe(expected);
  });

  it('tells who has and who awaits a grant', async () => {
    const phoneNumber = { cc: '47', number: '99999999' };
    const state = {
      version: 3,
      pendingRecipients: [{ phoneNumber, pushedAtEpochSeconds: 1_763_700_000n, canShare: false }],
      confirmedRecipients: [
        { phoneNumber, usageCounter: 2, confirmedAtEpochSeconds: 1_763_700_060n, pushedAtEpochSeconds: 1_763_700_000n },
      ],
    };
    say(wire.StateResponseSchema, state, 'state');
    const phone = { countryCode: '47', number: '99999999' };
    const pushedAt = new Date(1_763_700_000_000);
    expect(await push().state('a')).toEqual({
      version: 3,
      pending: [{ phoneNumber: phone, pushedAt, canShare: false }],
      confirmed: [
        { phoneNumber: phone, usageCounter: 2, confirmedAt: new Date(1_763_700_060_000), pushedAt, canShare: false },
      ],
    });
    expect(calls[0]!.path).toBe('/base/api/push/state/a');
  });

  it('lists what was pushed, what may be pushed, and deletes', async () => {
    say(wire.IndexResponseSchema, { entries: [{ permissionId: 'a', version: 7 }] }, 'index');
    expect(await push().index()).toEqual([{ id: 'a', version: 7 }]);
    const assets = [{ id: 'x' }, { id: 'y' }];
    say(wire.SystemDescriptionResponseSchema, { id: 's', name: 'N', information: 'I', assets }, 'system-description');
    expect(await push().info()).toEqual({ id: 's', name: 'N', information: 'I', assetIds: ['x', 'y'] });
    say(wire.DeleteResponseSchema, {}, 'delete');
    await push().delete('a');
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /base/api/push/index',
      'GET /base/api/push/info',
      'DELETE /base/api/push/delete/a',
    ]);
  });

  it.each([
    [401, wire.ErrorResponse_ErrorCode.INVALID_CREDENTIALS, 'INVALID_CREDENTIALS'],
    [404, wire.ErrorResponse_ErrorCode.UNKNOWN_PERMISSION, 'UNKNOWN_PERMISSION'],
    [500, wire.ErrorResponse_ErrorCode.UNKNOWN, 'UNKNOWN'],
  ])('says why it was refused (%d)', async (status, errorCode, code) => {
    say(wire.ErrorResponseSchema, { errorCode, technicalDebugMessage: 'why' }, 'error', status);
    const refused = push().sync(grant);
    await expect(refused).rejects.toBeInstanceOf(KeychainPushError);
    await expect(refused).rejects.toMatchObject({ code, httpStatus: status, technicalMessage: 'why', traceId: 't-1' });
  });

  it.each<[string, (response: ServerResponse) => void, number]>([
    ['a page', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>'), 502],
    ['an error that is none', (r) => r.writeHead(500, { 'content-type': 'application/protobuf' }).end('ÿÿ'), 500],
    ['a redirect, which would carry the key away', (r) => r.writeHead(302, { location: '/elsewhere' }).end(), 302],
  ])('takes %s for a refusal', async (_, said, httpStatus) => {
    answer = said;
    await expect(push().index()).rejects.toMatchObject({ code: 'UNKNOWN', httpStatus });
    expect(calls).toHaveLength(1);
  });

  it('gives up on a silent server', async () => {
    answer = () => undefined;
    await expect(push(50).index()).rejects.toThrow('timeout');
  });

  it('needs https, and http only on this machine', () => {
    const options = { systemId: 's', apiKey: 'k' };
    expect(() => new KeychainPush({ ...options, url: 'http://example.org' })).toThrow('https');
    expect(() => new KeychainPush({ ...options, url: 'https://example.org' })).not.toThrow();
  });

  it.each(['', 'Æ', 'a/b', '../index', 'a'.repeat(41)])('sends no id like "%s"', async (id) => {
    await expect(push().state(id)).rejects.toThrow('the id must be');
    await expect(push().delete(id)).rejects.toThrow('the id must be');
    await expect(push().sync({ ...grant, id })).rejects.toThrow('the id must be');
    expect(calls).toEqual([]);
  });
});

describe('a grant', () => {
  const permission = grant.permissions[0]!;
  const withPhone = (countryCode: string, number: string) => ({
    recipients: [{ phoneNumber: { countryCode, number } }],
  });

  it('is sound with all its parts and with the least', () => {
    expect(grantFault(grant)).toBeNull();
    expect(grantFault({ ...grant, information: undefined, link: undefined })).toBeNull();
  });

  it.each<[string, Partial<KeyGrant>, RegExp]>([
    ['a blank title', { title: ' ' }, /title/],
    ['a long title', { title: 'x'.repeat(101) }, /title/],
    ['no permission', { permissions: [] }, /permission is missing/],
    ['nobody', { recipients: [] }, /recipient is missing/],
    ['much to say', { information: 'x'.repeat(2001) }, /2,000/],
    ['a long link title', { link: { title: 'x'.repeat(21), uri: 'https://a.no' } }, /link’s title/],
    ['a script for a link', { link: { title: 'a', uri: 'javascript:alert(1)' } }, /not http/],
    ['no asset', { permissions: [{ ...permission, assetIds: [] }] }, /permission 1 names no asset/],
    ['a date of nowhere', { permissions: [{ ...permission, from: { date: '20.11.2026', time: '14:30' } }] }, /dates/],
    ['a time of nowhere', { permissions: [{ ...permission, until: { date: '2026-11-20', time: '24:00' } }] }, /times/],
    ['no time at all', { permissions: [permission, { ...permission, until: permission.from }] }, /2 ends before/],
    ['a country code with a plus', withPhone('+47', '99999999'), /country code/],
    ['a country code with a zero', withPhone('047', '99999999'), /country code/],
    ['a number with blanks', withPhone('47', '99 99 99'), /phone number/],
    ['too short a number', withPhone('47', '9999'), /phone number/],
  ])('with %s is refused', (_, patch, words) => {
    const fault = grantFault({ ...grant, ...patch });
    expect(fault).toMatch(words);
    expect(fault).not.toMatch(/9999/);
  });
});

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}
