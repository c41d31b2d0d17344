/** A server that takes longer, or has gone without a word, rejects the request. */
const ANSWER_MS = 120_000;

/** The HTTP API as a program uses it: a bearer token of one of the demo clients. */
export class ApiClient {
  private constructor(
    private readonly portalUrl: string,
    private readonly token: string,
  ) {}

  static async signIn(
    { portalUrl }: { portalUrl: string },
    client: 'demo-staff' | 'demo-operator',
  ): Promise<ApiClient> {
    const response = await fetch(`${portalUrl}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client}:demo`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    return new ApiClient(portalUrl, access_token);
  }

  get headers(): { authorization: string } {
    return { authorization: `Bearer ${this.token}` };
  }

  async get<T>(path: string): Promise<T> {
    return (await this.send('GET', path)).body as T;
  }

  /** The bytes of a file, as they come. */
  async download(path: string): Promise<{ status: number; headers: Headers; body: Buffer }> {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(`${this.portalUrl}${path}`, { headers: this.headers, signal });
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> {
    return this.exchange(method, path, body ? { type: 'application/json', text: JSON.stringify(body) } : null, headers);
  }

  /** A file as its text. */
  async upload(
    path: string,
    file: { type: string; text: string },
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> {
    return this.exchange('POST', path, file, headers);
  }

  /** Server-Sent Events as they come, until the signal ends them; resolves when the stream is open. */
  async stream(path: string, signal: AbortSignal): Promise<AsyncIterable<{ type: string; data: string }>> {
    const response = await fetch(`${this.portalUrl}${path}`, { headers: this.headers, signal });
    if (!response.body) throw new Error(`${path} was answered ${response.status} without a stream`);
    return eventsOf(response.body);
  }

  private async exchange(
    method: string,
    path: string,
    content: { type: string; text: string } | null,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.portalUrl}${path}`, {
      method,
      headers: { ...this.headers, ...headers, ...(content && { 'content-type': content.type }) },
      body: content?.text,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as unknown) : null };
  }
}

async function* eventsOf(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const part = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const [type, data] = [part('event'), part('data')];
      if (type !== undefined && data !== undefined) yield { type, data };
    }
  }
}
