import { isLoopback, Problem } from '@selvbetjent/platform';
import { type NextFunction, type Request, type Response } from 'express';
import { type Rate, TokenBuckets } from './domain/token-buckets';

/** Proxies in these ranges are believed in whom they forward for; anybody else could write what they like. */
export const TRUSTED_PROXIES = 'loopback, linklocal, uniquelocal';

/** Per address; a whole office may have one. */
const RATES = {
  /** Each asks the provider, and a person who signs in again and again is no person. */
  signIn: { burst: 20, perSecond: 0.2 },
  write: { burst: 100, perSecond: 5 },
  read: { burst: 500, perSecond: 50 },
} as const satisfies Record<string, Rate>;
type Kind = keyof typeof RATES;

const SIGN_IN = /^\/(login|callback|api\/sign-in|oidc\/interaction\/.*)$/;
/** Devices have a rate of their own, each. */
const UPLOAD = /^\/api\/devices\/[^/]+\/readings$/;

/** 429 with Retry-After for who asks too often, by address. This machine itself is never too many. */
export function limitRates(nowMs: () => number = () => performance.now()) {
  const buckets = new Map(Object.entries(RATES).map(([kind, rate]) => [kind, new TokenBuckets(rate)]));
  return (request: Request, response: Response, next: NextFunction): void => {
    const address = request.ip ?? '';
    const kind = kindOf(request);
    const seconds = kind && !isLoopback(address) ? (buckets.get(kind)?.waitSeconds(address, nowMs()) ?? 0) : 0;
    if (seconds === 0) return next();
    response.setHeader('Retry-After', String(seconds));
    const detail = `Ingenting er endret. Vent ${seconds} sekunder, og prøv igjen.`;
    next(new Problem(429, 'too_many_requests', 'For mange forespørsler', detail));
  };
}

function kindOf({ method, path }: Request): Kind | null {
  if (SIGN_IN.test(path)) return 'signIn';
  if (!path.startsWith('/api/') || (UPLOAD.test(path) && method === 'POST')) return null;
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
}
