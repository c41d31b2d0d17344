import { describe, expect, it } from '@jest/globals';
import { authorOf } from './author-of';

describe('authorOf', () => {
  it.each([
    ['a list', { roles: ['staff', 'operator'] }, 'roles', ['staff', 'operator']],
    ['a single text', { roles: 'staff' }, 'roles', ['staff']],
    ['a claim inside another', { realm_access: { roles: ['staff'] } }, 'realm_access.roles', ['staff']],
    ['a claim with dots in its name', { 'https://oslo.no/roles': ['staff'] }, 'https://oslo.no/roles', ['staff']],
    ['nothing', {}, 'roles', []],
    ['something else', { roles: { staff: true } }, 'roles', []],
    ['a list with strange parts', { roles: ['staff', 7, null] }, 'roles', ['staff']],
  ])('reads roles from %s', (_name, claims, rolesClaim, roles) => {
    expect(authorOf({ sub: 'kari', ...claims }, rolesClaim).roles).toEqual(roles);
  });

  it('gives no station to who has none in the claims', () => {
    expect(authorOf({ sub: 'kari' }, 'roles')).toEqual({ subject: 'kari', name: 'kari', roles: [], stations: [] });
  });

  it.each([
    ['the password was asked for', { auth_time: 1_795_000_000, iat: 1_795_000_900 }, '2026-11-18T11:06:40.000Z'],
    ['only the token is known to be new', { iat: 1_795_000_900 }, undefined],
    ['an instant that is none', { auth_time: Infinity }, undefined],
    ['nobody says when', {}, undefined],
    ['a strange claim', { auth_time: 'now' }, undefined],
  ])('knows when %s', (_name, claims, signedInAt) => {
    expect(authorOf({ sub: 'kari', ...claims }, 'roles').signedInAt).toBe(signedInAt);
  });

  it('takes the best name there is', () => {
    expect(authorOf({ sub: 's', preferred_username: 'kari' }, 'roles').name).toBe('kari');
    expect(authorOf({ sub: 's', preferred_username: 'kari', name: 'Kari Nordmann' }, 'roles').name).toBe(
      'Kari Nordmann',
    );
  });
});
