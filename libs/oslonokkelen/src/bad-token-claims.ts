import type { GoodClaims } from './bad-token';
import { withOwnId } from './bad-token';
import type { ClaimRefusal } from './token-claims';

export interface BadClaims {
  readonly name: string;
  readonly claims: unknown;
  readonly reason: ClaimRefusal;
}

type Patch = readonly [name: string, claim: Readonly<Record<string, unknown>>];

/** Genuinely signed claims that must be refused. */
export function badClaims(good: GoodClaims): BadClaims[] {
  const patched = (reason: ClaimRefusal, patches: readonly Patch[]): BadClaims[] =>
    patches.map(([name, claim]) => ({ name, reason, claims: { ...withOwnId(good), ...claim } }));
  return [
    ...patched('missing_claim', missing(good)),
    ...patched('wrong_issuer', wrongAddresses('iss', good.iss)),
    ...patched('wrong_issuer', [['iss as an array', { iss: [good.iss] }]]),
    ...patched('wrong_audience', wrongAddresses('aud', good.aud)),
    ...patched('wrong_audience', wrongAudienceArrays(good.aud)),
    ...patched('wrong_scope', wrongScopes(good)),
    ...patched('bad_claim', badTypes(good)),
    ...patched('expired', expired(good)),
    ...patched('lifetime_too_long', tooLong(good)),
    ...patched('issued_in_future', [
      ['iat twenty seconds in the future', { iat: good.iat + 20 }],
      ['iat in an hour', { iat: good.iat + 3600, exp: good.iat + 3630 }],
      ['iat in milliseconds', { iat: good.iat * 1000, exp: good.iat * 1000 + 30 }],
    ]),
    ...patched('not_yet_valid', [
      ['nbf in the future', { nbf: good.iat + 20 }],
      ['nbf in the far future', { nbf: good.iat + 1e9 }],
    ]),
  ];
}

function missing(good: GoodClaims): Patch[] {
  const names = ['iat', 'exp', 'jti', 'iss', 'aud', 'scope'] as const;
  return [
    ...names.map((name): Patch => [`no ${name}`, { [name]: undefined }]),
    ...names.map((name): Patch => [`${name} is null`, { [name]: null }]),
    ['no claims at all', Object.fromEntries(Object.keys(good).map((name) => [name, undefined]))],
  ];
}

function wrongAddresses(claim: string, right: string): Patch[] {
  const host = right.replace(/^\w+:\/\//, '');
  const otherScheme = right.startsWith('https:') ? `http://${host}` : `https://${host}`;
  const wrong = {
    'of somebody else': 'https://example.org',
    'with the other scheme': otherScheme,
    'without a scheme': host,
    'with a port': `${right}:8443`,
    'with a path': `${right}/oslonokkelen`,
    'with a slash at the end': `${right}/`,
    'with a blank at the end': `${right} `,
    'as the beginning of another host': `${right}.example.org`,
    'behind a user name': right.replace('://', '://user@'),
    'in capitals': right.toUpperCase(),
    empty: '',
    'as a number': 1,
    'as an object': { url: right },
    'as true': true,
    'with another port': `${right}:443`,
    'with a query': `${right}?a`,
    'with a fragment': `${right}#a`,
    'with a blank in front': ` ${right}`,
    'with a line break at the end': `${right}\n`,
    'with a zero byte at the end': `${right}\0`,
    'with a dot at the end': `${right}.`,
    'with a password': right.replace('://', '://user:pass@'),
    'one slash short': right.replace('://', ':/'),
    'without a scheme, two slashes': `//${host}`,
    'as another scheme': `ftp://${host}`,
    'with the first letter of the host escaped': right.replace(
      host,
      `%${host.charCodeAt(0).toString(16)}${host.slice(1)}`,
    ),
    'below ours': right.replace('://', '://evil.'),
    'twice in one text': `${right} ${right}`,
    'as a text in quotes': `"${right}"`,
    'as false': false,
    'as an object that says so': { toString: right },
  };
  return Object.entries(wrong).map(([name, value]) => [`${claim} ${name}`, { [claim]: value }]);
}

function wrongAudienceArrays(right: string): Patch[] {
  return [
    ['aud is an empty array', { aud: [] }],
    ['aud names two, ours first', { aud: [right, 'https://example.org'] }],
    ['aud names two, ours last', { aud: ['https://example.org', right] }],
    ['aud names us twice', { aud: [right, right] }],
    ['aud is an array in an array', { aud: [[right]] }],
    ['aud is an array with another', { aud: ['https://example.org'] }],
    ['aud is a list in one string', { aud: `${right},https://example.org` }],
  ];
}

function wrongScopes({ scope: [right] }: GoodClaims): Patch[] {
  const other = right === 'action:execute' ? 'manifest:scrape' : 'action:execute';
  return [
    ['scope as a string', { scope: right }],
    ['scope of the other call', { scope: [other] }],
    ['scope with two elements, the right one first', { scope: [right, other] }],
    ['scope with two elements, the right one last', { scope: [other, right] }],
    ['scope twice the same', { scope: [right, right] }],
    ['scope empty', { scope: [] }],
    ['scope of an empty text', { scope: [''] }],
    ['scope of null', { scope: [null] }],
    ['scope in capitals', { scope: [right?.toUpperCase()] }],
    ['scope with a blank', { scope: [`${right} `] }],
    ['scope as a wildcard', { scope: ['*'] }],
    ['scope as the first half', { scope: [right?.split(':')[0]] }],
    ['scope as a list in one text', { scope: [`${right} ${other}`] }],
    ['scope nested', { scope: [[right]] }],
    ['scope as an object like an array', { scope: { 0: right, length: 1 } }],
    ['scope as true', { scope: true }],
    ['scope as a number', { scope: 1 }],
    ['scope as JSON in a text', { scope: JSON.stringify([right]) }],
    ['scope with an empty second', { scope: [right, ''] }],
    ['scope with null behind', { scope: [right, null] }],
    ['scope thrice', { scope: [right, other, 'admin'] }],
    ['scope with commas in one text', { scope: [`${right},${other}`] }],
    ['scope of every action', { scope: ['action:*'] }],
    ['scope of everything', { scope: ['*:*'] }],
    ['scope with a line break', { scope: [`${right}\n`] }],
    ['scope with a zero byte', { scope: [`${right}\0`] }],
    ['scope with a longer name', { scope: [`${right}:all`] }],
    ['scope as an object in the array', { scope: [{ name: right }] }],
    ['scope of a number', { scope: [1] }],
    ['scope as the second half', { scope: [right?.split(':')[1]] }],
    ['scope with dots for colons', { scope: [right?.replace(':', '.')] }],
  ];
}

function badTypes({ iat, exp }: GoodClaims): Patch[] {
  return [
    ['jti empty', { jti: '' }],
    ['jti blank', { jti: '   ' }],
    ['jti a number', { jti: 7 }],
    ['jti an array', { jti: ['a'] }],
    ['jti far too long', { jti: 'j'.repeat(513) }],
    ['exp as text', { exp: String(exp) }],
    ['exp as an ISO instant', { exp: new Date(exp * 1000).toISOString() }],
    ['exp as true', { exp: true }],
    ['exp as an array', { exp: [exp] }],
    ['iat as text', { iat: String(iat) }],
    ['iat as an object', { iat: {} }],
    ['exp before iat', { exp: iat - 1 }],
    ['exp the same as iat', { exp: iat }],
    ['nbf as text', { nbf: String(iat) }],
    ['nbf null', { nbf: null }],
    ['nbf an array', { nbf: [iat] }],
    ['nbf true', { nbf: true }],
    ['jti true', { jti: true }],
    ['jti an object', { jti: { id: 'a' } }],
    ['jti a tab and a line break', { jti: '\t\n' }],
    ['exp an object', { exp: { value: exp } }],
    ['exp empty', { exp: '' }],
    ['exp false', { exp: false }],
    ['iat an array', { iat: [iat] }],
    ['iat false', { iat: false }],
    ['iat empty', { iat: '' }],
    ['exp and iat as texts', { exp: String(exp), iat: String(iat) }],
  ];
}

function expired({ iat }: GoodClaims): Patch[] {
  return [
    ['exp this very instant', { iat: iat - 30, exp: iat }],
    ['exp a second ago', { iat: iat - 31, exp: iat - 1 }],
    ['exp an hour ago', { iat: iat - 3630, exp: iat - 3600 }],
    ['exp in 1970', { iat: 0, exp: 30 }],
    ['exp negative', { iat: -60, exp: -30 }],
    ['exp a tenth of a second ago', { iat: iat - 30, exp: iat - 0.1 }],
    ['exp a day ago', { iat: iat - 86_430, exp: iat - 86_400 }],
    ['exp zero', { iat: -30, exp: 0 }],
  ];
}

function tooLong({ iat }: GoodClaims): Patch[] {
  return [
    ['a life of an hour', { exp: iat + 3600 }],
    ['a life of a century', { exp: iat + 100 * 31_557_600 }],
    ['issued long ago and still valid', { iat: iat - 86_400 }],
    ['issued in 1970', { iat: 0 }],
    ['a second longer than allowed', { iat: iat - 571 }],
    ['a life of a day', { exp: iat + 86_400 }],
    ['a life beyond the year 275760', { exp: 8.64e12 + 1 }],
    ['exp in milliseconds', { exp: (iat + 30) * 1000 }],
  ];
}
