import { type CanActivate, type ExecutionContext, Inject, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Author, mayActFor, OPERATOR_ROLES, STAFF_ROLES } from '@selvbetjent/contracts';
import { Problem } from '@selvbetjent/platform';
import { type Response } from 'express';
import { timingSafeEqual } from 'node:crypto';
import { ACCESS_RULE, type AccessRule, type AuthoredRequest, UNATTENDED } from './access-rule';
import { IdentityProvider } from './identity-provider';
import { SessionCookies } from './session-cookies';
import { SessionStore } from './session.store';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Finds out who asks and whether they may: 401 without a session, 403 for the wrong role, station or CSRF token. What only some may see
 * is kept nowhere on its way.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly logger = new Logger(AccessGuard.name);

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(IdentityProvider) private readonly provider: IdentityProvider,
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthoredRequest>();
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!rule && /^\/api\//i.test(request.path)) throw new Error(`${request.path} says nothing of who may use it`);
    if (rule === 'device') return true;
    const isUse = this.reflector.get<boolean | undefined>(UNATTENDED, context.getHandler()) !== true;
    await this.identify(request, rule, isUse);
    if (rule === 'any-staff') requireRight(request.author, 'staff', request.author?.stations[0] ?? '*');
    else if (rule && rule !== 'public')
      for (const station of stationsOf(request)) requireRight(request.author, rule, station);
    this.requireCsrfToken(request);
    if (rule !== 'public') context.switchToHttp().getResponse<Response>().setHeader('Cache-Control', 'no-store');
    return true;
  }

  /** A bearer token must be good; a cookie whose session is over counts as none. */
  private async identify(request: AuthoredRequest, rule: AccessRule | undefined, isUse: boolean): Promise<void> {
    request.author = null;
    request.sessionId = null;
    request.tokenExpiresAt = null;
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() === 'bearer') {
      const bearer = await this.provider.verify(token ?? '');
      if (!bearer) throw notSignedIn('Tilgangsbeviset er ugyldig eller utløpt. Hent et nytt.');
      request.author = bearer.author;
      request.tokenExpiresAt = bearer.expiresAt;
      return;
    }
    const sessionId = this.cookies.read(request, this.cookies.session);
    const isOpen = (!rule || rule === 'public') && READS.includes(request.method);
    request.author = sessionId ? await this.authorOf(sessionId, { isOpen, isUse }) : null;
    request.sessionId = request.author ? sessionId : null;
  }

  /** What everyone may see needs no database; who signs out does, or stays signed in without knowing it. */
  private async authorOf(sessionId: string, { isOpen, isUse }: { isOpen: boolean; isUse: boolean }) {
    try {
      return await this.sessions.find(sessionId, { isUse });
    } catch (error) {
      this.logger.error({ err: error }, 'Sessions cannot be read');
      if (isOpen) return null;
      const detail = 'Vi kan ikke se om du er logget inn. Vent et minutt og prøv igjen.';
      throw new Problem(503, 'sessions_unavailable', 'Ikke tilgjengelig akkurat nå', detail);
    }
  }

  /** Browsers send cookies by themselves, tokens they don't. */
  private requireCsrfToken(request: AuthoredRequest): void {
    if (READS.includes(request.method) || request.sessionId === null) return;
    const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
    const expected = Buffer.from(this.cookies.csrfToken(request.sessionId));
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    throw new Problem(403, 'csrf', 'Forespørselen kom ikke fra siden vår', 'Last siden på nytt og prøv igjen.');
  }
}

function requireRight(author: Author | null, rule: 'staff' | 'operator', station: string): void {
  if (!author) throw notSignedIn('Logg inn og prøv igjen.');
  if (mayActFor(author, station, rule === 'staff' ? STAFF_ROLES : OPERATOR_ROLES)) return;
  const hint = station === '*' ? ' Velg en stasjon som du har ansvar for.' : '';
  throw new Problem(403, 'forbidden', 'Du har ikke tilgang til dette', `Rollen din gir ikke tilgang.${hint}`);
}

export function notSignedIn(detail: string): Problem {
  return new Problem(401, 'not_signed_in', 'Du er ikke logget inn', detail);
}

/**
 * The stations that the request names, by its path, its query and, when it changes something, its body; without one it is about all. A body
 * that comes with a read is nobody's: what it names says nothing of what is read.
 */
function stationsOf({ method, params, query, body }: AuthoredRequest): string[] {
  const { stationId, from } = ((READS.includes(method) ? null : body) ?? {}) as {
    stationId?: unknown;
    from?: { stationId?: unknown } | null;
  };
  const named = [params.stationId, query.station, stationId, from?.stationId].flat().filter((id) => id !== undefined);
  return named.length > 0 ? named.map((id) => (typeof id === 'string' && id !== '' ? id : '*')) : ['*'];
}
