import { randomUUID } from 'node:crypto';
import {
  type ActionResponse,
  decodeActionResponse,
  decodeManifest,
  generateSigningKey,
  type Manifest,
  type PublicJwk,
  schemeAndHost,
  type Scope,
  type SigningJwk,
  signToken,
} from '@selvbetjent/oslonokkelen';
import { type DeviceMemory, volatileMemory } from './device-memory';
import { realTime, type SimulationEnvironment } from './simulation-environment';

export interface SimulatedBackendOptions {
  /** Where the adapter listens; `/oslonokkelen` is added. */
  adapterUrl: string;
  /** The adapter's public address when it differs from where it listens. */
  audience?: string;
  /** The back end's own address; tokens name its scheme and host. */
  issuer: string;
  /** Keeps the key pair over restarts. */
  memory?: DeviceMemory<SigningJwk>;
  environment?: Pick<SimulationEnvironment, 'now' | 'monotonicMs'>;
}

export interface ActionRequest {
  thingId: string;
  actionId: string;
  timeBudgetMillis?: number;
  /** A fresh one by default; the same again is a retry. */
  requestId?: string;
}

/** `status` is the HTTP status; `body` only when that is 200. */
export interface AdapterAnswer<T> {
  status: number;
  tookMs: number;
  body?: T;
}

const TOKEN_LIFE_SECONDS = 30;
const DEFAULT_BUDGET_MS = 5_000;
/** The back end hangs up a little after the budget is over. */
const PATIENCE_MS = 2_000;

/** Oslonøkkelen's back end as the adapter sees it: signs tokens, scrapes the manifest, asks for actions. */
export class SimulatedBackend {
  private readonly environment: Pick<SimulationEnvironment, 'now' | 'monotonicMs'>;
  private version: string | undefined;
  private known: Manifest | undefined;

  private constructor(
    private readonly options: SimulatedBackendOptions,
    private readonly key: SigningJwk,
  ) {
    this.environment = options.environment ?? realTime;
  }

  static async start(options: SimulatedBackendOptions): Promise<SimulatedBackend> {
    const memory = options.memory ?? volatileMemory<SigningJwk>();
    let key = memory.load();
    if (!key) {
      key = (await generateSigningKey(`simulator-${randomUUID()}`)).privateJwk;
      memory.save(key);
    }
    return new SimulatedBackend(options, key);
  }

  /** What `GET /adapter/v2/keys` answers. */
  keySet(): { keys: PublicJwk[] } {
    const { kid, kty, crv, x, y } = this.key;
    return { keys: [{ kid, kty, crv, x, y }] };
  }

  /** A token as the back end would make it; `claims` override, to make it wrong in a chosen way. */
  token(scope: Scope, claims: Record<string, unknown> = {}): Promise<string> {
    const nowSeconds = Math.floor(this.environment.now().getTime() / 1_000);
    return signToken(this.key, {
      iss: schemeAndHost(this.options.issuer),
      aud: schemeAndHost(this.options.audience ?? this.options.adapterUrl),
      iat: nowSeconds,
      exp: nowSeconds + TOKEN_LIFE_SECONDS,
      jti: randomUUID(),
      scope: [scope],
      ...claims,
    });
  }

  /** Asks for the manifest, by the version that is known already. */
  async scrapeManifest(): Promise<AdapterAnswer<Manifest>> {
    const token = await this.token('manifest:scrape');
    const signal = AbortSignal.timeout(DEFAULT_BUDGET_MS);
    const answer = await this.call('manifest', { method: 'GET', headers: headers(token, this.version), signal });
    if (answer.status === 304) return { status: 304, tookMs: answer.tookMs, body: this.known };
    if (answer.status !== 200) return { status: answer.status, tookMs: answer.tookMs };
    this.version = answer.etag;
    this.known = decodeManifest(answer.bytes);
    return { status: 200, tookMs: answer.tookMs, body: this.known };
  }

  /** Asks for an action, as when a resident presses the key. Throws what `fetch` throws when nobody answers in time. */
  async execute(request: ActionRequest): Promise<AdapterAnswer<ActionResponse>> {
    const timeBudgetMillis = request.timeBudgetMillis ?? DEFAULT_BUDGET_MS;
    const claim = { requestId: randomUUID(), ...request, timeBudgetMillis };
    const token = await this.token('action:execute', { request: claim });
    return this.executeWith(token, Math.max(timeBudgetMillis, 0) + PATIENCE_MS);
  }

  /** Asks with a token that was made elsewhere or has been used before. */
  async executeWith(
    token: string,
    timeoutMs = DEFAULT_BUDGET_MS + PATIENCE_MS,
  ): Promise<AdapterAnswer<ActionResponse>> {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await this.call('execute', { method: 'POST', headers: headers(token), signal });
    if (answer.status !== 200) return { status: answer.status, tookMs: answer.tookMs };
    return { status: 200, tookMs: answer.tookMs, body: decodeActionResponse(answer.bytes) };
  }

  private async call(
    path: 'manifest' | 'execute',
    init: RequestInit,
  ): Promise<{ status: number; tookMs: number; bytes: Uint8Array; etag?: string }> {
    const startedMs = this.environment.monotonicMs();
    const response = await fetch(`${this.options.adapterUrl}/oslonokkelen/${path}`, init);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const tookMs = Math.round(this.environment.monotonicMs() - startedMs);
    return { status: response.status, tookMs, bytes, etag: response.headers.get('etag') ?? undefined };
  }
}

function headers(token: string, knownVersion?: string): Record<string, string> {
  return { authorization: `bearer ${token}`, ...(knownVersion !== undefined && { 'if-none-match': knownVersion }) };
}
