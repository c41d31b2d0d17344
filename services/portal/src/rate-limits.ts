import { isLoopback, Problem } from '@selvbetjent/platform';
import { type NextFunction, type Request, type Response } from 'express';
import { isIPv6 } from 'node:net';
import { type Rate, TokenBuckets } from './domain/token-buckets';
import { BODIES } from './media-types';

/** Per address; a whole office may have one. */
const RATES = {
  /** Each asks the provider, and a person who signs in again and again is no person. */
  signIn: { burst: 20, perSecond: 0.2 },
  write: { burst: 100, perSecond: 5 },
  read: { burst: 500, perSecond: 50 },
} as const satisfies Record<string, Rate>;
type Kind = keyof typeof RATES;

/** The router takes paths in any case, and with a slash behind them; so do these. */
const SIGN_IN = /^\/(login|callback|api\/sign-in|oidc\/interaction\/.*?)\/?$/i;
const API = /^\/api\//i;

/** 429 with Retry-After for who asks too often, by address. This machine itself is never too many, unless it forwards for somebody. */
export function limitRates(nowMs: () => number = () => performance.now()) {
  const buckets = new Map(Object.entries(RATES).map(([kind, rate]) => [kind, new TokenBuckets(rate)]));
  return (request: Request, response: Response, next: NextFunction): void => {
    const kind = isFromHere(request) ? null : kindOf(request);
    const seconds = kind ? (buckets.get(kind)?.waitSeconds(networkOf(request.ip ?? ''), nowMs()) ?? 0) : 0;
    if (seconds === 0) return next();
    response.setHeader('Retry-After', String(seconds));
    const detail = `Ingenting er endret. Vent ${seconds} sekunder, og prøv igjen.`;
    next(new Problem(429, 'too_many_requests', 'For mange forespørsler', detail));
  };
}

function kindOf({ method, path }: Request): Kind | null {
  if (SIGN_IN.test(path)) return 'signIn';
  // Devices have a rate of their own, each.
  if (!API.test(path) || (BODIES.readings.path.test(path) && method === 'POST')) return null;
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
}

/** Whoever forwards for somebody isn't counted as this machine. */
function isFromHere({ socket, headers }: Request): boolean {
  return isLoopback(socket.remoteAddress ?? '') && headers['x-forwarded-for'] === undefined;
}

/** Who has an IPv6 address has all those of its network of 64 bits. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [before = [], after = []] = address.split('::').map((groups) => groups.split(':').filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
