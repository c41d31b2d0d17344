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
    const response = await fetch(`${this.portalUrl}${path}`, { headers: this.headers });
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.portalUrl}${path}`, {
      method,
      headers: { ...this.headers, ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as unknown) : null };
  }
}
