import { NotFoundException } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Request, type Response } from 'express';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { methodNotAllowed } from './other-methods';
import { StationPage } from './outwards/station-page';

/** First steps of paths that aren't the web app's. */
const SERVED_ELSEWHERE = ['api', 'oidc', 'health', 'metrics', 'login', 'logout', 'callback'];
const HASHED_ASSET = /[/\\]assets[/\\]/;
const COMPRESSED = '.br';
const HIDDEN_STEP = /%(2f|5c)/i;

/** Serves the built web app: its files, and its start page for every other path, which it routes itself; a station's with its data in it. */
export function serveWebApp(app: NestExpressApplication, root: string): void {
  const folder = resolve(root);
  const startPage = join(folder, 'index.html');
  app.use(refuseHiddenSteps, preferCompressed(folder));
  app.useStaticAssets(folder, {
    setHeaders: (response: Response, path: string) => {
      const caching = HASHED_ASSET.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.setHeader('Cache-Control', caching);
      if (!path.endsWith(COMPRESSED)) return;
      response.type(extname(path.slice(0, -COMPRESSED.length)));
      response.setHeader('Content-Encoding', 'br');
    },
  });
  app.use((request: Request, response: Response, next: (error?: unknown) => void) => {
    if (isPage(request) && !isRead(request)) return next(methodNotAllowed(response, ['GET', 'HEAD']));
    if (!wantsPage(request)) return next();
    if (!existsSync(startPage)) return notBuilt(response);
    response.setHeader('Cache-Control', 'no-cache');
    const stationPage = app.get(StationPage);
    if (!stationPage.isAt(request.path)) return response.sendFile(startPage);
    readFile(startPage, 'utf8')
      .then((html) => stationPage.render(html, request.path))
      .then((html) => response.type('html').send(html), next);
  });
}

/** No id has a slash; decoded by whoever serves files, `/api/stations/..%2F..` would be the start page. */
function refuseHiddenSteps({ path }: Request, _response: Response, next: (error?: unknown) => void): void {
  next(path.startsWith('/api/') && HIDDEN_STEP.test(path) ? new NotFoundException() : undefined);
}

/** The build writes `<file>.br` beside what is worth it; browsers that take it get that. */
function preferCompressed(folder: string) {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const compressed = new Set(
    files
      .filter((name) => name.endsWith(COMPRESSED))
      .map((name) => `/${name.slice(0, -COMPRESSED.length).replaceAll(sep, '/')}`),
  );
  return (request: Request, response: Response, next: () => void) => {
    if (compressed.has(request.path)) {
      response.vary('Accept-Encoding');
      if (request.acceptsEncodings('br')) request.url = request.url.replace(request.path, request.path + COMPRESSED);
    }
    next();
  };
}

function wantsPage(request: Request): boolean {
  const accept = request.headers.accept ?? '*/*';
  return isRead(request) && isPage(request) && (accept.includes('text/html') || accept === '*/*');
}

function isPage({ path }: Request): boolean {
  return !SERVED_ELSEWHERE.includes(path.split('/')[1] ?? '');
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function notBuilt(response: Response): void {
  response.status(503).type('text').send('The web app is not built yet: npm start builds it.');
}
