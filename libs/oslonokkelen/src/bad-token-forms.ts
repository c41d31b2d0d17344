import type { BadToken, GoodClaims, GoodHeader } from './bad-token';
import type { Signer } from './forge-token';
import { encodePart, forgeToken } from './forge-token';

/** What isn't a compact JWS with a JSON object in header and payload, though a genuine signature may be on it. */
export function badForms(header: GoodHeader, claims: GoodClaims, signer: Signer): BadToken[] {
  const good = forgeToken(header, claims, signer);
  const [head, body, signature] = good.split('.') as [string, string, string];
  const signed = (one: unknown, other: unknown): string => forgeToken(one, other, signer);
  const malformed: Record<string, string> = {
    garbage: 'garbage',
    'a blank': ' ',
    dots: '..',
    'four dots': '....',
    'one part': head,
    'two parts': `${head}.${body}`,
    'a dot too many at the end': `${good}.`,
    'a dot too many in front': `.${good}`,
    'four parts': `${good}.${signature}`,
    'five parts, like a JWE': `${good}.${signature}.${signature}`,
    'a JWE': `${encodePart({ alg: 'dir', enc: 'A256GCM', kid: header.kid })}..aaaa.bbbb.cccc`,
    'the flattened JSON form': JSON.stringify({ protected: head, payload: body, signature }),
    'the general JSON form': JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] }),
    'no header': `.${body}.${signature}`,
    'no payload': `${head}..${signature}`,
    'padded base64': `${head}.${body}=.${signature}`,
    'base64 instead of base64url': `${head}+/.${body}.${signature}`,
    'a line break inside': `${head}.\n${body}.${signature}`,
    'a line break at the end': `${good}\n`,
    'a blank in front': ` ${good}`,
    'a zero byte at the end': `${good}\0`,
    'the scheme in front': `Bearer ${good}`,
    'two tokens': `${good},${good}`,
    'letters that only look alike': good.replace('e', 'е'),
    'a dot': '.',
    'a blank behind': `${good} `,
    'a tab inside': good.replace('.', '.\t'),
    'in quotes': `"${good}"`,
    'with commas for dots': good.replaceAll('.', ','),
    'with colons for dots': good.replaceAll('.', ':'),
    'in percent escapes': good.replaceAll('.', '%2E'),
    'with a trailing equals sign': `${good}=`,
    'signature padded': `${good}==`,
    'header padded': `${head}==.${body}.${signature}`,
    'an empty object': '{}',
    null: 'null',
    undefined: 'undefined',
    'a name and a password': Buffer.from('user:password').toString('base64'),
    'signature first': `${signature}.${head}.${body}`,
    'header no JSON': signed('not json', claims),
    'header cut short': signed('{"alg":"ES256"', claims),
    'header an array': signed([header], claims),
    'header null': signed('null', claims),
    'header not UTF-8': `${Buffer.of(0x7b, 0xff, 0x7d).toString('base64url')}.${body}.${signature}`,
    'payload no JSON': signed(header, 'not json'),
    'payload an array': signed(header, [claims]),
    'payload null': signed(header, 'null'),
    'payload a text': signed(header, '"text"'),
    'payload a number': signed(header, '7'),
    'payload in another encoding': signed(header, Buffer.from(JSON.stringify(claims), 'utf16le').toString('latin1')),
  };
  return [
    { name: 'empty', token: '', reason: 'missing' },
    ...Object.entries(malformed).map(([name, token]): BadToken => ({ name, token, reason: 'malformed' })),
    { name: 'larger than 8 KiB', token: signed(header, { ...claims, filler: 'x'.repeat(8192) }), reason: 'too_large' },
    { name: 'a megabyte', token: 'e'.repeat(1 << 20), reason: 'too_large' },
  ];
}
