import { type CookieOptions, type Request } from 'express';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { derive } from './signing-key';
import { type SignInAttempt } from './identity-provider';

const ATTEMPT_MS = 15 * 60_000;

/** Names, options and secrets of the portal's two cookies: the session's, and the sealed one of a sign-in under way. */
export class SessionCookies {
  readonly session: string;
  readonly attempt: string;
  readonly options: CookieOptions;
  private readonly sealKey: Buffer;
  private readonly csrfKey: Buffer;

  constructor({ publicUrl, sessionSecret }: { publicUrl: string; sessionSecret: string }) {
    const secure = publicUrl.startsWith('https:');
    const prefix = secure ? '__Host-' : '';
    this.session = `${prefix}selvbetjent`;
    this.attempt = `${prefix}selvbetjent-innlogging`;
    this.options = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
    this.sealKey = derive(sessionSecret, 'sign-in-attempt');
    this.csrfKey = derive(sessionSecret, 'csrf');
  }

  get attemptOptions(): CookieOptions {
    return { ...this.options, maxAge: ATTEMPT_MS };
  }

  read(request: Request, name: string): string | null {
    const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
  }

  /** The token that a page must send with its writes; bound to its session. */
  csrfToken(sessionId: string): string {
    return derive(`${this.csrfKey.toString('base64')}${sessionId}`, 'csrf-token').toString('base64url');
  }

  seal(attempt: SignInAttempt): Promise<string> {
    return new EncryptJWT({ ...attempt })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(new Date(Date.now() + ATTEMPT_MS))
      .encrypt(this.sealKey);
  }

  /** @returns null when it isn't ours, was changed, or is too old. */
  async unseal(sealed: string | null): Promise<SignInAttempt | null> {
    if (!sealed) return null;
    try {
      const { payload } = await jwtDecrypt<SignInAttempt>(sealed, this.sealKey);
      return payload;
    } catch {
      return null;
    }
  }
}
