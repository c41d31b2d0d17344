import { isLoopback } from '@selvbetjent/platform';
import { createTransport } from 'nodemailer';
import { alarmText } from '../domain/alarm-text';
import { type DueNotice } from './notice.store';

/** As long as a service that is told to stop can wait, and longer than a mail server needs that is up. */
const SEND_MS = 5_000;
/** Of errors that speak of the message itself; a refused log-in or greeting is ours to mend, and is tried again. */
const ABOUT_THE_MESSAGE = ['EENVELOPE', 'EMESSAGE'];
const LOG_IN_REQUIRED = 530;

export interface MailOptions {
  /** `smtps://user:password@host:465`; `smtp://` for a server on this machine. */
  smtpUrl: string;
  /** The sender's address. */
  from: string;
}

/** The server will never take this message: trying again is of no use. */
export class RefusedForGood extends Error {}

/** Mails notices, one address each. */
export class Mailer {
  /** @param options null: no mail */
  constructor(private readonly options: MailOptions | null) {}

  /**
   * Resolves when the server has taken the message. Rejects with RefusedForGood when it refused sender, address or content for
   * good (5xx), else with what may pass. Nothing that it says of addresses gets into the error.
   */
  async send(to: string, notice: DueNotice): Promise<void> {
    if (!this.options) throw new Error('SMTP_URL is not set');
    const { smtpUrl, from } = this.options;
    // On this machine there is nothing to hide, and its certificate is seldom one that anybody could check.
    const transport = createTransport({ url: smtpUrl, ignoreTLS: isLoopback(new URL(smtpUrl).hostname) });
    try {
      await transport.sendMail({ from, to, ...messageOf(notice, from), signal: AbortSignal.timeout(SEND_MS) });
    } catch (error) {
      throw problemOf(error as SmtpError);
    } finally {
      transport.close();
    }
  }
}

/** The same notice has the same Message-ID however often it is sent; all notices of one alarm are one conversation. */
function messageOf({ noticeId, event, alarm, where, timeZone }: DueNotice, from: string) {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const at = event === 'cleared' && alarm.clearedAt ? alarm.clearedAt : alarm.since;
  const local = new Intl.DateTimeFormat('nb-NO', { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(
    new Date(at),
  );
  const text = alarmText(alarm.kind, where, event);
  return {
    subject: text,
    text: `${text}\n\n${event === 'cleared' ? 'Slutt' : 'Siden'}: ${local}\nStasjon: ${alarm.stationId}\nAlarm: ${alarm.kind} ${alarm.alarmId}\n`,
    messageId: `<${noticeId}@${domain}>`,
    references: `<${alarm.alarmId}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

interface SmtpError extends Error {
  code?: string;
  /** Set by nodemailer from the reply's class. */
  permanent?: boolean;
  responseCode?: number;
  response?: string;
}

function problemOf({ code, permanent, responseCode, response, message }: SmtpError): Error {
  const said = response ? `the mail server answered ${response}` : `${code ?? 'no code'}: ${message}`;
  const problem = said.replaceAll(/[^\s<>]+@[^\s<>]+/g, '(address)').slice(0, 500);
  const isForGood = permanent && ABOUT_THE_MESSAGE.includes(code ?? '') && responseCode !== LOG_IN_REQUIRED;
  return isForGood ? new RefusedForGood(problem) : new Error(problem);
}
