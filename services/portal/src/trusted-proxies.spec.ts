import { describe, expect, it } from '@jest/globals';
import { parseTrustedProxies } from './trusted-proxies';

describe('trusted proxies', () => {
  it.each([
    ['loopback', ['loopback']],
    ['none', []],
    ['loopback, uniquelocal', ['loopback', 'uniquelocal']],
    ['10.1.2.3,10.1.0.0/16', ['10.1.2.3', '10.1.0.0/16']],
    ['2001:db8::/32', ['2001:db8::/32']],
  ])('%s', (text, proxies) => {
    expect(parseTrustedProxies(text)).toEqual(proxies);
  });

  it.each([
    'true',
    '1',
    'private',
    'proxy.example.no',
    '10.1.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/8/8',
    'loopback,',
  ])('not %s', (text) => {
    expect(() => parseTrustedProxies(text)).toThrow(/is neither an address/);
  });
});
