import { type Request, type Response } from 'express';
import { Histogram } from 'prom-client';

const METHODS = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE']);

/** OpenTelemetry's `http.server.request.duration`, with its buckets. */
const duration = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Duration of HTTP server requests.',
  labelNames: ['http_request_method', 'http_response_status_code', 'http_route'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
});

/** Counts by the route's template: a path is named by whoever calls and would make a series of its own each time. */
export function measureRequests(request: Request, response: Response, next: () => void): void {
  const begunMs = performance.now();
  response.once('close', () => {
    const labels = {
      http_request_method: METHODS.has(request.method) ? request.method : '_OTHER',
      http_response_status_code: response.headersSent ? response.statusCode : '',
      http_route: routeOf(request),
    };
    duration.observe(labels, (performance.now() - begunMs) / 1_000);
  });
  next();
}

/** Empty for files and for paths that nobody serves: only middleware matched those. */
function routeOf(request: Request): string {
  const path: unknown = (request.route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' && !path.includes('*') ? path : '';
}
