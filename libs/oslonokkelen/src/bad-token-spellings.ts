import type { BadToken, GoodClaims, GoodHeader } from './bad-token';
import { withOwnId } from './bad-token';
import type { Signer } from './forge-token';
import { forgeToken } from './forge-token';
import type { TokenRefusal } from './verify-token';

type Spelled = readonly [name: string, text: string, reason: TokenRefusal];

/** Header and claims that no JSON library writes, genuinely signed: names twice, values beyond JSON, half a text. */
export function badSpellings(header: GoodHeader, claims: GoodClaims, signer: Signer): BadToken[] {
  const headers = spelledHeaders(JSON.stringify(header));
  const payloads = spelledClaims(JSON.stringify(claims), claims);
  return [
    ...headers.map(([name, text, reason]) => ({ name, reason, token: forgeToken(text, withOwnId(claims), signer) })),
    ...payloads.map(([name, text, reason]) => {
      const own = text.replace(claims.jti, withOwnId(claims).jti);
      return { name, reason, token: forgeToken(header, own, signer) };
    }),
  ];
}

function spelledHeaders(good: string): Spelled[] {
  return [
    ['alg twice, none last', withMember(good, '"alg":"none"'), 'wrong_algorithm'],
    ['alg twice, HS256 last', withMember(good, '"alg":"HS256"'), 'wrong_algorithm'],
    ['alg escaped and wrong, last', withMember(good, '"\\u0061lg":"none"'), 'wrong_algorithm'],
    ['crit in a second place', withMember(good, '"crit":["exp"]'), 'critical_header'],
    ['typ twice, a wrong one last', withMember(good, '"typ":"JOSE"'), 'wrong_type'],
    ['kid twice, another last', withMember(good, '"kid":"another"'), 'unknown_key'],
    ['alg only behind __proto__', good.replace('"alg":"ES256"', '"__proto__":{"alg":"ES256"}'), 'wrong_algorithm'],
    ['header with single quotes', good.replaceAll('"', "'"), 'malformed'],
    ['header with a comment', `/* ES256 */${good}`, 'malformed'],
    ['header with a comma at the end', `${good.slice(0, -1)},}`, 'malformed'],
    ['header twice', `${good}${good}`, 'malformed'],
  ];
}

function spelledClaims(good: string, { iat, exp, iss, aud, scope: [scope] }: GoodClaims): Spelled[] {
  const other = scope === 'action:execute' ? 'manifest:scrape' : 'action:execute';
  return [
    ['exp twice, expired last', withMember(good, `"exp":${iat - 1},"iat":${iat - 30}`), 'expired'],
    ['exp twice, far away last', withMember(good, `"exp":${exp + 86_400}`), 'lifetime_too_long'],
    ['scope twice, the other last', withMember(good, `"scope":["${other}"]`), 'wrong_scope'],
    ['iss twice, another last', withMember(good, '"iss":"https://example.org"'), 'wrong_issuer'],
    ['aud twice, another last', withMember(good, '"aud":"https://example.org"'), 'wrong_audience'],
    ['jti twice, empty last', withMember(good, '"jti":""'), 'bad_claim'],
    ['jti twice, null last', withMember(good, '"jti":null'), 'missing_claim'],
    ['exp beyond all numbers', withMember(good, '"exp":1e400'), 'bad_claim'],
    ['exp almost beyond all numbers', withMember(good, '"exp":1e308'), 'lifetime_too_long'],
    ['exp and iat beyond all numbers', withMember(good, '"exp":1e400,"iat":1e400'), 'bad_claim'],
    ['iat below all numbers', withMember(good, '"iat":-1e400'), 'bad_claim'],
    ['exp NaN', withMember(good, '"exp":NaN'), 'malformed'],
    ['exp Infinity', withMember(good, '"exp":Infinity'), 'malformed'],
    ['exp in hexadecimal', withMember(good, `"exp":0x${exp.toString(16)}`), 'malformed'],
    ['exp with a plus', withMember(good, `"exp":+${exp}`), 'malformed'],
    ['exp with a zero in front', withMember(good, `"exp":0${exp}`), 'malformed'],
    ['claims only behind __proto__', `{"__proto__":${good}}`, 'missing_claim'],
    ['claims only behind constructor', `{"constructor":{"prototype":${good}}}`, 'missing_claim'],
    ['claims one level too deep', `{"claims":${good}}`, 'missing_claim'],
    ['names in capitals', good.replace('"exp"', '"EXP"'), 'missing_claim'],
    ['names with a blank', good.replace('"scope"', '"scope "'), 'missing_claim'],
    ['scp for scope', good.replace('"scope"', '"scp"'), 'missing_claim'],
    ['text behind the claims', `${good}x`, 'malformed'],
    ['claims twice', `${good}${good}`, 'malformed'],
    ['claims with single quotes', good.replaceAll('"', "'"), 'malformed'],
    ['claims with a comment', `${good.slice(0, -1)}/**/}x`, 'malformed'],
    ['claims with a comma at the end', `${good.slice(0, -1)},}`, 'malformed'],
    ['claims with a raw line break in a text', withMember(good, '"x":"a\nb"'), 'malformed'],
    ['claims with a zero byte', `${good}\0`, 'malformed'],
    ['claims cut short', good.slice(0, -1), 'malformed'],
    ['claims as text in text', JSON.stringify(good), 'malformed'],
    ['claims true', 'true', 'malformed'],
    ['claims a thousand levels deep', '['.repeat(1_000) + ']'.repeat(1_000), 'malformed'],
    ['issuer with a look-alike letter', withMember(good, `"iss":"${iss.replace('/', '\u2215')}"`), 'wrong_issuer'],
    ['audience with an invisible letter', withMember(good, `"aud":"${aud}\\u200b"`), 'wrong_audience'],
    ['scope with an invisible letter', withMember(good, `"scope":["${scope}\\u200b"]`), 'wrong_scope'],
  ];
}

/** The last of two members with one name counts for JSON.parse and for most readers. */
function withMember(object: string, member: string): string {
  return `${object.slice(0, -1)},${member}}`;
}
