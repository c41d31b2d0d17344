import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { isLoopback, Problem } from '@selvbetjent/platform';
import { type Request } from 'express';

/** Pages of other sites, opened in the same browser, must not move simulated doors or act as demo staff. */
@Injectable()
export class OwnPageGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { host, origin } = context.switchToHttp().getRequest<Request>().headers;
    const own = `http://${host ?? ''}`;
    const isOwn = URL.canParse(own) && isLoopback(new URL(own).hostname);
    if (!isOwn || (origin !== undefined && origin !== own)) {
      throw new Problem(403, 'other_origin', 'Only the simulator’s own page may do this.');
    }
    return true;
  }
}
