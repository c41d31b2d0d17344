import { type Author } from '@selvbetjent/contracts';

type Claims = Readonly<Record<string, unknown>>;

/** Reads a token's claims. Who has no roles or stations in them has none. */
export function authorOf(claims: Claims, rolesClaim: string): Author {
  const subject = firstText(claims.sub) ?? '';
  return {
    subject,
    name: firstText(claims.name, claims.preferred_username) ?? subject,
    roles: texts(claims[rolesClaim] ?? rolesClaim.split('.').reduce<unknown>(step, claims)),
    stations: texts(claims.stations),
    ...signedInAt(claims),
  };
}

/** When the provider says that it asked for the password. When it made a token (`iat`) says nothing of that: tokens are renewed in silence. */
function signedInAt({ auth_time }: Claims): Pick<Author, 'signedInAt'> {
  const at = new Date((typeof auth_time === 'number' ? auth_time : NaN) * 1_000);
  return Number.isNaN(at.getTime()) ? {} : { signedInAt: at.toISOString() };
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Claims)[key] : undefined;
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string');
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}
