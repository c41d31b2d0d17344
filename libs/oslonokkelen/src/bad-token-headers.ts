import type { GoodHeader } from './bad-token';
import type { SigningJwk } from './sign-token';
import type { TokenRefusal } from './verify-token';

export interface BadHeader {
  readonly name: string;
  readonly header: unknown;
  readonly reason: TokenRefusal;
}

const WRONG_ALGORITHMS = [
  ...['none', 'None', 'NONE', 'nOnE', '', 'es256', 'ES256 ', 'ES256K', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ...['HS256', 'HS384', 'HS512', 'RS256', 'RS512', 'PS256', 'ECDH-ES', 'dir', 'A256GCM'],
  ...['ES-256', 'ES256,none', 'ES256\0', 'ECDSA', 'SHA256', 'ES256\n', ' ES256', 'eS256'],
];
const WRONG_TYPES = [
  '',
  'text',
  'JWT\n',
  'jwt+json',
  'application/',
  {},
  'JWS',
  'JOSE',
  'jose+json',
  'secevent+jwt',
  'dpop+jwt',
  'JWT ',
  7,
  null,
  ['JWT'],
  true,
];
const WRONG_KEY_IDS = ['', '  ', 7, null, true, ['kid'], { kid: 'kid' }, 'k'.repeat(257)];
const CRITICALS = [['exp'], ['b64'], ['http://example.org/ext'], [], 'exp', null, false];

/** Headers, genuinely signed, that must be refused. */
export function badHeaders(good: GoodHeader, privateJwk: SigningJwk): BadHeader[] {
  const patched = (name: string, reason: TokenRefusal, patch: object): BadHeader => {
    return { name, reason, header: { ...good, ...patch } };
  };
  return [
    ...WRONG_ALGORITHMS.map((alg) => patched(`alg "${alg}"`, 'wrong_algorithm', { alg })),
    patched('no alg', 'wrong_algorithm', { alg: undefined }),
    patched('alg null', 'wrong_algorithm', { alg: null }),
    patched('alg a list', 'wrong_algorithm', { alg: ['ES256'] }),
    ...WRONG_TYPES.map((typ) => patched(`typ ${JSON.stringify(typ)}`, 'wrong_type', { typ })),
    ...CRITICALS.map((crit) => patched(`crit ${JSON.stringify(crit)}`, 'critical_header', { crit })),
    patched('crit and b64', 'critical_header', { crit: ['b64'], b64: false }),
    ...WRONG_KEY_IDS.map((kid) => patched(`kid ${JSON.stringify(kid).slice(0, 20)}`, 'missing_key_id', { kid })),
    patched('no kid', 'missing_key_id', { kid: undefined }),
    patched('kid of no key', 'unknown_key', { kid: `${privateJwk.kid}-other` }),
    patched('kid as a path', 'unknown_key', { kid: '../../../../dev/null' }),
    patched('kid with a blank at the end', 'unknown_key', { kid: `${privateJwk.kid} ` }),
    patched('kid with a zero byte at the end', 'unknown_key', { kid: `${privateJwk.kid}\0` }),
    patched('kid with a line break at the end', 'unknown_key', { kid: `${privateJwk.kid}\n` }),
    patched('kid twice in one text', 'unknown_key', { kid: `${privateJwk.kid},${privateJwk.kid}` }),
    patched('kid as a command', 'unknown_key', { kid: '$(reboot)' }),
    patched('kid as a file', 'unknown_key', { kid: 'file:///dev/null' }),
    patched('kid as a wildcard', 'unknown_key', { kid: '*' }),
    patched('kid as a length', 'unknown_key', { kid: 'length' }),
    patched('kid as SQL', 'unknown_key', { kid: "' UNION SELECT 'key' --" }),
    patched('kid as a property of every object', 'unknown_key', { kid: '__proto__' }),
    patched('kid as a method of every object', 'unknown_key', { kid: 'constructor' }),
  ];
}
