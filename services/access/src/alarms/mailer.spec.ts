import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { headerOf, MailServer, type SmtpAnswer } from './mail-server.test-kit';
import { Mailer, RefusedForGood } from './mailer';
import { type DueNotice } from './notice.store';

const FROM = 'selvbetjent@example.no';
const TO = 'drift@example.no';
const NOTICE: DueNotice = {
  ...{ noticeId: 'a5d4c2d0-0000-4000-8000-000000000001', event: 'raised', receiver: 'drift', way: 'mail-1', tries: 1 },
  ...{ wasRaiseSent: null, timeZone: 'Europe/Oslo', where: 'Trosterud minigjenbruksstasjon, ombruk' },
  alarm: {
    ...{ alarmId: 'a5d4c2d0-0000-4000-8000-000000000002', kind: 'check_inside', stationId: 'trosterud' },
    ...{ containerId: 'ombruk', doorId: null, visitId: null, since: '2026-11-20T09:00:00.000Z' },
    ...{ raisedAt: '2026-11-20T09:20:00.000Z', clearedAt: null },
  },
};

let server: MailServer;
let mailer: Mailer;

beforeEach(async () => {
  server = new MailServer();
  mailer = new Mailer({ smtpUrl: `smtp://127.0.0.1:${await server.start()}`, from: FROM });
});

afterEach(() => server.stop());

function failureOf(sending: Promise<void>): Promise<Error> {
  return sending.then(
    () => Promise.reject(new Error('It was sent')),
    (error: unknown) => error as Error,
  );
}

describe('a mail', () => {
  it('says where, what and since when, under the notice’s id, for one address', async () => {
    await mailer.send(TO, NOTICE);
    const [mail] = server.taken;
    expect(mail).toMatchObject({ to: TO, from: FROM });
    const { message } = mail!;
    expect(headerOf(message, 'Message-ID')).toBe(`<${NOTICE.noticeId}@example.no>`);
    expect(headerOf(message, 'References')).toBe(`<${NOTICE.alarm.alarmId}@example.no>`);
    expect(headerOf(message, 'Auto-Submitted')).toBe('auto-generated');
    expect(headerOf(message, 'To')).toBe(TO);
    expect(message).toContain('kl. 10:00');
    expect(message).toContain('Alarm: check_inside a5d4c2d0-0000-4000-8000-000000000002');
  });

  it('puts no name of a station among its headers as a line of its own', async () => {
    await mailer.send(TO, { ...NOTICE, where: 'Trosterud\r\nBcc: other@example.no' });
    expect(headerOf(server.taken[0]!.message, 'Bcc')).toBeUndefined();
    expect(server.taken).toHaveLength(1);
  });
});

describe('a mail server that refuses', () => {
  it.each<[SmtpAnswer, 'for good' | 'for now']>([
    [{ step: 'sender', code: 553, words: 'sender not allowed' }, 'for good'],
    [{ step: 'address', code: 550, words: `no mailbox ${TO} here` }, 'for good'],
    [{ step: 'content', code: 554, words: 'looks like spam' }, 'for good'],
    [{ step: 'sender', code: 530, words: 'log in first' }, 'for now'],
    [{ step: 'address', code: 450, words: 'greylisted' }, 'for now'],
    [{ step: 'address', code: 503, words: 'bad sequence' }, 'for now'],
    [{ step: 'content', code: 452, words: 'disk full' }, 'for now'],
  ])('%j does so %s', async (answer, how) => {
    server.answers = [answer];
    const failure = await failureOf(mailer.send(TO, NOTICE));
    expect(failure instanceof RefusedForGood).toBe(how === 'for good');
    expect(failure.message).toContain(String(answer.code));
    expect(failure.message).not.toContain(TO);
    expect(server.taken).toEqual([]);
  });

  it('a log-in that is refused is ours to mend', async () => {
    await server.stop();
    server = new MailServer({
      authOptional: false,
      allowInsecureAuth: true,
      hideSTARTTLS: true,
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('wrong password'), { responseCode: 535 })),
    });
    const smtpUrl = `smtp://selvbetjent:hunter2@127.0.0.1:${await server.start()}`;
    const failure = await failureOf(new Mailer({ smtpUrl, from: FROM }).send(TO, NOTICE));
    expect(failure).not.toBeInstanceOf(RefusedForGood);
    expect(failure.message).toContain('535');
    expect(failure.message).not.toContain('hunter2');
  });
});

it('a certificate that nobody vouches for gets no mail', async () => {
  await server.stop();
  server = new MailServer({ secure: true });
  const smtpUrl = `smtps://127.0.0.1:${await server.start()}`;
  const failure = await failureOf(new Mailer({ smtpUrl, from: FROM }).send(TO, NOTICE));
  expect(failure).not.toBeInstanceOf(RefusedForGood);
  expect(server.taken).toEqual([]);
});

it('a server that never speaks is given up', async () => {
  const mute: Server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const smtpUrl = `smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  expect(await failureOf(new Mailer({ smtpUrl, from: FROM }).send(TO, NOTICE))).not.toBeInstanceOf(RefusedForGood);
  mute.close();
});

it('without a server nothing is sent', async () => {
  expect((await failureOf(new Mailer(null).send(TO, NOTICE))).message).toBe('SMTP_URL is not set');
});
