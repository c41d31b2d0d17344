import { Inject, Injectable } from '@nestjs/common';
import { IdentityProvider } from './identity-provider';
import { SessionCookies } from './session-cookies';
import { PersonStore } from './person.store';
import { SessionStore } from './session.store';

/** A person's way in and out. What must survive the trip to the provider travels sealed in the browser's own cookie. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(IdentityProvider) private readonly provider: IdentityProvider,
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(PersonStore) private readonly people: PersonStore,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
  ) {}

  /** @returns where to send the browser, and the sealed attempt that it has to bring back. */
  async begin(returnTo: unknown): Promise<{ address: string; sealed: string }> {
    const { url, attempt } = await this.provider.begin(localPath(returnTo));
    return { address: url.href, sealed: await this.cookies.seal(attempt) };
  }

  /**
   * Makes a new session and ends the one before. Rejects when the browser brings no attempt of its own, or anything isn't right.
   * @param query of the callback, with its question mark
   */
  async finish(query: string, sealed: string | null, sessionBefore: string | null) {
    const attempt = await this.cookies.unseal(sealed);
    if (!attempt) throw new Error('no sign-in was under way in this browser');
    const author = await this.provider.finish(query, attempt);
    await this.end(sessionBefore);
    await this.people.remember(author);
    return { sessionId: await this.sessions.create(author), returnTo: attempt.returnTo };
  }

  async end(sessionId: string | null): Promise<void> {
    if (sessionId) await this.sessions.end(sessionId);
  }

  /** On every device. */
  async endEverywhere(subject: string): Promise<void> {
    await this.sessions.endAllOf(subject);
  }
}

/** @returns the path when it is one of ours, else the start page. */
function localPath(returnTo: unknown): string {
  const isOurs = typeof returnTo === 'string' && /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(returnTo);
  return isOurs ? returnTo : '/';
}
