import { Problem } from '@selvbetjent/platform';
import { type NextFunction, type Request, type Response } from 'express';

const JSON_TYPE = 'application/json';
const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml'];

/** What the routes take that don't take JSON; readings come as whatever a device calls them, their owner looks at the bytes. Paths as the router takes them, in any case. */
export const BODIES = {
  stationsFile: { path: /^\/api\/stations\/import\/?$/i, types: YAML_TYPES },
  history: { path: /^\/api\/history\/import\/?$/i, types: ['text/csv'] },
  readings: { path: /^\/api\/devices\/[^/]+\/readings\/?$/i, types: null },
} as const;

/** 415 for a body of another type than the route takes: unread, it would look like one without its fields. */
export function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const { types } = Object.values(BODIES).find(({ path }) => path.test(request.path)) ?? { types: [JSON_TYPE] };
  const hasBody = /^\/api\//i.test(request.path) && request.headers['content-length'] !== '0';
  if (!hasBody || types === null || request.is([...types]) !== false) return next();
  next(new Problem(415, 'http_415', 'Innholdet har feil type', `Ingenting er lagret. Send det som ${types[0]}.`));
}
