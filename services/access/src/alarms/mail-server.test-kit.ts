import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What a mail server answers to a step; 250 takes it. */
export type SmtpAnswer = { step: 'sender' | 'address' | 'content'; code: number; words: string };

/** A real SMTP server on this machine that takes everything, unless the test has it answer otherwise. */
export class MailServer {
  /** In order of arrival, as they came over the wire. */
  readonly taken: { to: string; from: string; message: string }[] = [];
  /** Used up one by one, each by the first that asks. */
  answers: SmtpAnswer[] = [];
  private readonly server: SMTPServer;

  constructor(options: SMTPServerOptions = {}) {
    this.server = new SMTPServer({
      authOptional: true,
      logger: false,
      onMailFrom: (_address, _session, done) => done(this.problemAt('sender')),
      onRcptTo: (_address, _session, done) => done(this.problemAt('address')),
      onData: (stream, { envelope }, done) => {
        void text(stream).then((message) => {
          const problem = this.problemAt('content');
          if (!problem) {
            const [to] = envelope.rcptTo.map(({ address }) => address);
            this.taken.push({ to: to ?? '', from: envelope.mailFrom ? envelope.mailFrom.address : '', message });
          }
          done(problem);
        });
      },
      ...options,
    });
    this.server.on('error', () => undefined);
  }

  /** @returns its port */
  async start(): Promise<number> {
    const server = this.server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  private problemAt(step: SmtpAnswer['step']): Error | null {
    if (this.answers[0]?.step !== step) return null;
    const { code, words } = this.answers.shift()!;
    return Object.assign(new Error(words), { responseCode: code });
  }
}

/** A header of a message, unfolded. */
export function headerOf(message: string, name: string): string | undefined {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1];
}
