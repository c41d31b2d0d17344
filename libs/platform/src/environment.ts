/** All faults of the environment, told at once; the start ends with it. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** What plain protocols are called where they must be secured. */
const SECURED: Record<string, string> = { 'http:': 'https', 'smtp:': 'smtps' };
const LOOPBACK = ['127.0.0.1', 'localhost', '::1', '[::1]'];

export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host);
}

/** Typed access to environment variables. A variable without a default is required; an empty one counts as unset. */
export class EnvironmentReader {
  readonly faults: string[] = [];

  constructor(private readonly source: NodeJS.ProcessEnv) {}

  text(name: string, fallback?: string): string {
    return this.read(name, fallback, (text) => text);
  }

  /** At least 16 characters. The value never appears in a fault. */
  secret(name: string, fallback?: string): string {
    return this.read(name, fallback, (text) => {
      if (text.length < 16) throw new Error('must have at least 16 characters');
      return text;
    });
  }

  host(name: string, fallback: string): string {
    return this.read(name, fallback, (text) => {
      if (!/^[a-z0-9.:[\]-]+$/i.test(text)) throw new Error(`"${text}" is not a host name or address`);
      return text;
    });
  }

  port(name: string, fallback?: number): number {
    return this.integer(name, { fallback, min: 0, max: 65_535 });
  }

  integer(name: string, { fallback, min, max }: { fallback?: number; min: number; max: number }): number {
    return this.read(name, fallback, (text) => {
      const value = Number(text);
      if (!/^-?\d+$/.test(text) || value < min || value > max) {
        throw new Error(`"${text}" is not a whole number from ${min} to ${max}`);
      }
      return value;
    });
  }

  oneOf<const T extends string>(name: string, values: readonly T[], fallback?: T): T {
    return this.read(name, fallback, (text) => {
      if (!values.includes(text as T)) throw new Error(`"${text}" is none of ${values.join(', ')}`);
      return text as T;
    });
  }

  /** @param parse throws an Error that says what is wrong with the text, without the variable's name */
  parsed<T>(name: string, parse: (text: string) => T, fallback?: T): T {
    return this.read(name, fallback, parse);
  }

  flag(name: string, fallback: 'on' | 'off'): boolean {
    return this.oneOf(name, ['on', 'off'], fallback) === 'on';
  }

  /** `LOG_LEVEL`, the same for every service. */
  logLevel(): string {
    return this.oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info');
  }

  /** A URL with one of these schemes (without colon); plain `http` and `smtp` are refused for hosts beyond the loopback. */
  url(name: string, schemes: readonly string[], fallback?: string): string {
    return this.read(name, fallback, (text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (!url || !schemes.includes(url.protocol.slice(0, -1))) {
        throw new Error(`must be a URL starting with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
      }
      if (url.hostname.includes(',')) throw new Error('must name one server: lists are not supported');
      const secured = SECURED[url.protocol];
      if (secured && !isLoopback(url.hostname)) {
        throw new Error(`must use ${secured}: ${url.hostname} is not this machine`);
      }
      return text;
    });
  }

  private read<T>(name: string, fallback: T | undefined, parse: (text: string) => T): T {
    const text = this.source[name]?.trim();
    if (!text) {
      if (fallback === undefined) this.faults.push(`${name} is not set, but required`);
      return fallback as T;
    }
    try {
      return parse(text);
    } catch (error) {
      this.faults.push(`${name}: ${(error as Error).message}`);
      return fallback as T;
    }
  }
}

/** Reads a service's whole configuration once. Throws ConfigurationError with every fault that it has. */
export function readEnvironment<T>(read: (env: EnvironmentReader) => T, source: NodeJS.ProcessEnv): T {
  const reader = new EnvironmentReader(source);
  const config = read(reader);
  if (reader.faults.length > 0) throw new ConfigurationError(reader.faults);
  return config;
}
