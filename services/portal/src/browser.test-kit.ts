/** The events of a Server-Sent Events answer, as they come. */
export async function* eventsOf(response: Response) {
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks.filter((one) => one.includes('data: '))) {
      const lines = block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]);
      const { id = '', event = '', data = '' } = Object.fromEntries(lines) as Partial<Record<string, string>>;
      yield { id, event, data: JSON.parse(data) as unknown };
    }
  }
}

/** The little of a browser that signing in needs: cookies, redirects, and one form. */
export class Browser {
  private readonly cookies = new Map<string, string>();
  private page = '';

  constructor(private readonly origin: string) {}

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.origin);
    const headers = {
      ...(init.headers as Record<string, string>),
      cookie: this.cookieHeader(),
      accept: 'text/html,*/*;q=0.8',
    };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return response;
  }

  async follow(path: string, init?: RequestInit): Promise<Response> {
    let response = await this.get(path, init);
    for (let location = response.headers.get('location'); location; location = response.headers.get('location')) {
      this.page = new URL(location, response.url).href;
      response = await this.get(this.page);
    }
    return response;
  }

  submit(form: Record<string, string>): Promise<Response> {
    return this.follow(this.page, { method: 'POST', body: new URLSearchParams(form) });
  }
}
