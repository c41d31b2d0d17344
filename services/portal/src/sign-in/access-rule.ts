import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { type Author } from '@selvbetjent/contracts';
import { type Request } from 'express';

/**
 * Who may use a route: everyone, devices with a key, staff of the station (and operators), staff of any station (where only the owner
 * knows which one it is about), or operators of the station.
 */
export type AccessRule = 'public' | 'device' | 'any-staff' | 'staff' | 'operator';

export const ACCESS_RULE = 'selvbetjent:access-rule';

export const Public = () => SetMetadata(ACCESS_RULE, 'public' satisfies AccessRule);
/** The route checks the device's key itself. */
export const ForDevices = () => SetMetadata(ACCESS_RULE, 'device' satisfies AccessRule);
export const ForAnyStaff = () => onlyFor('any-staff');
export const ForStaff = () => onlyFor('staff');
export const ForOperators = () => onlyFor('operator');

export const UNATTENDED = 'selvbetjent:unattended';

/** Browsers ask for it again by themselves for as long as a page is open: a session isn't in use for that. */
export const Unattended = () => SetMetadata(UNATTENDED, true);

function onlyFor(rule: AccessRule) {
  return applyDecorators(SetMetadata(ACCESS_RULE, rule), ApiSecurity('bearer'), ApiSecurity({ session: [], csrf: [] }));
}

export interface AuthoredRequest extends Request {
  /** Null for people who aren't signed in. */
  author: Author | null;
  /** Null for bearer tokens. */
  sessionId: string | null;
  /** When a bearer token is over; null for sessions, and for who isn't signed in. */
  tokenExpiresAt: Date | null;
}

/** Who asks: present behind `ForStaff` and `ForOperators`, maybe null behind `Public`. */
export const CurrentAuthor = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<AuthoredRequest>().author,
);
