import { type NestExpressApplication } from '@nestjs/platform-express';
import { Problem } from '@selvbetjent/platform';
import { type RequestHandler, type Response } from 'express';

/** One step of Express' router; only those of routes have one. */
interface Layer {
  route?: { path: unknown; methods: Record<string, boolean> };
  match(path: string): unknown;
}

/** 405 with `Allow` for a method that a known address doesn't take, and 204 with it for OPTIONS; what nobody serves goes on. */
export function refuseOtherMethods(app: NestExpressApplication): RequestHandler {
  const { router } = app.getHttpAdapter().getInstance() as { router: { stack: unknown[] } };
  return ({ method, path }, response, next) => {
    const methods = (router.stack as Layer[])
      .filter((layer) => isAddress(layer) && layer.match(path))
      .flatMap(({ route }) => Object.keys(route?.methods ?? {}).map((name) => name.toUpperCase()));
    const allowed = [...new Set(methods.flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name])))];
    if (allowed.length === 0 || allowed.includes(method)) return next();
    if (method !== 'OPTIONS') return next(methodNotAllowed(response, allowed));
    response.setHeader('Allow', allowed.join(', '));
    response.status(204).end();
  };
}

/** Middleware of modules is a route with a wildcard, for every method. */
function isAddress({ route }: Layer): boolean {
  return route !== undefined && !String(route.path).includes('*');
}

export function methodNotAllowed(response: Response, allowed: readonly string[]): Problem {
  response.setHeader('Allow', allowed.join(', '));
  const detail = `Den tar imot ${allowed.join(', ')}. Ingenting er endret.`;
  return new Problem(405, 'http_405', 'Adressen kan ikke brukes slik', detail);
}
