import { type RequestHandler } from 'express';
import helmet from 'helmet';
import { createHash } from 'node:crypto';
import { PRINT_STYLE } from './exports/html';
import { PAGE_STYLE } from './sign-in/demo-pages';

/** The pages that we write ourselves have one style each. */
const PAGE_STYLE_HASHES = [PAGE_STYLE, PRINT_STYLE].map(
  (style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
);

/** Nothing from other hosts, no inline scripts, no framing. The pages of the API's docs alone may have inline styles. */
export function securityHeaders({ publicUrl }: { publicUrl: string }): RequestHandler {
  const secure = publicUrl.startsWith('https:');
  const [pages, docs] = [helmet(headers(secure, PAGE_STYLE_HASHES)), helmet(headers(secure, ["'unsafe-inline'"]))];
  return (request, response, next) => (request.path.startsWith('/api/docs') ? docs : pages)(request, response, next);
}

function headers(secure: boolean, styles: readonly string[]): Parameters<typeof helmet>[0] {
  return {
    strictTransportSecurity: secure,
    crossOriginOpenerPolicy: secure,
    originAgentCluster: false,
    referrerPolicy: { policy: 'same-origin' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", ...styles],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure && { upgradeInsecureRequests: [] }),
      },
    },
  };
}
