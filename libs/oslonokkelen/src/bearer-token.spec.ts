import { describe, expect, it } from '@jest/globals';
import { bearerToken, isWebLink, schemeAndHost } from './index';

describe('bearerToken', () => {
  it.each([
    ['Bearer a.b.c', 'a.b.c'],
    ['bearer a.b.c', 'a.b.c'],
    ['BEARER  a.b.c ', 'a.b.c'],
    ['Basic a.b.c', undefined],
    ['Bearer', undefined],
    ['Bearer ', undefined],
    ['Bearera.b.c', undefined],
    ['Bearer a.b.c d', undefined],
    ['a.b.c', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of "%s" is %p', (authorization, token) => {
    expect(bearerToken(authorization)).toBe(token);
  });
});

describe('schemeAndHost', () => {
  it.each([
    ['https://Adapter.Example.org:8443/oslonokkelen?x#y', 'https://adapter.example.org'],
    ['http://127.0.0.1:8081', 'http://127.0.0.1'],
    ['http://[::1]:8081/', 'http://[::1]'],
  ])('of %s is %s', (url, expected) => {
    expect(schemeAndHost(url)).toBe(expected);
  });
});

describe('isWebLink', () => {
  it.each([
    ['https://example.org', true],
    ['http://example.org/a', true],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['example.org', false],
  ])('of %s is %p', (url, expected) => {
    expect(isWebLink(url)).toBe(expected);
  });
});
