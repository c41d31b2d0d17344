import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { type Author } from '@selvbetjent/contracts';
import { type Request } from 'express';

/** Who may use a route: everyone, staff of the station (and operators), or operators of the station. */
export type AccessRule = 'public' | 'staff' | 'operator';

export const ACCESS_RULE = 'selvbetjent:access-rule';

export const Public = () => SetMetadata(ACCESS_RULE, 'public' satisfies AccessRule);
export const ForStaff = () => SetMetadata(ACCESS_RULE, 'staff' satisfies AccessRule);
export const ForOperators = () => SetMetadata(ACCESS_RULE, 'operator' satisfies AccessRule);

export interface AuthoredRequest extends Request {
  /** Null for people who aren't signed in. */
  author: Author | null;
  /** Null for bearer tokens. */
  sessionId: string | null;
}

/** Who asks: present behind `ForStaff` and `ForOperators`, maybe null behind `Public`. */
export const CurrentAuthor = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<AuthoredRequest>().author,
);
