import { Agent as HttpAgent, type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

const TIMEOUT_MS = 15_000;
/** How many calls are under way at once when many are made. */
const LANES = 16;

export interface Answer {
  /** HTTP status; 0 when the adapter hung up or said nothing. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly tookMs: number;
}

export interface CallOptions {
  /** The whole header. */
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly method?: string;
}

/** Calls of the adapter under test over kept connections. */
export class AdapterCalls {
  private readonly agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: LANES * 2 }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: LANES * 2 }),
  };

  constructor(readonly adapterUrl: string) {}

  manifest(options: CallOptions = {}): Promise<Answer> {
    return this.call('manifest', { method: 'GET', ...options });
  }

  execute(options: CallOptions = {}): Promise<Answer> {
    return this.call('execute', { method: 'POST', ...options });
  }

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private call(path: string, { method, authorization, headers, body = '' }: CallOptions): Promise<Answer> {
    const url = new URL(`${this.adapterUrl.replace(/\/+$/, '')}/${path}`);
    const startedMs = performance.now();
    const isTls = url.protocol === 'https:';
    const agent = this.agents[isTls ? 'https:' : 'http:'];
    return new Promise((resolve) => {
      const hungUp = (): void => resolve({ status: 0, headers: {}, body: Buffer.alloc(0), tookMs: 0 });
      const all = {
        ...headers,
        'content-length': String(Buffer.byteLength(body)),
        ...(authorization !== undefined && { authorization }),
      };
      const request = (isTls ? httpsRequest : httpRequest)(url, { method, agent, headers: all, timeout: TIMEOUT_MS });
      request.on('timeout', () => request.destroy(new Error('no answer')));
      request.on('error', hungUp);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', hungUp);
        response.on('end', () => {
          const tookMs = performance.now() - startedMs;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks), tookMs });
        });
      });
      request.end(body);
    });
  }
}

/** An answer in a few words, for reports. */
export function inWords({ status, body }: Answer): string {
  return status === 0 ? 'no answer' : `${status}${body.length > 0 ? ` with ${body.length} bytes` : ''}`;
}

/** Works all off, some at a time. */
export async function inLanes<T>(all: Iterable<T>, work: (one: T) => Promise<void>): Promise<void> {
  const left = all[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = left.next(); !next.done; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
