import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { isLoopback, Problem } from '@selvbetjent/platform';
import { type Request } from 'express';

/** Pages of other sites, opened in the same browser, must not move simulated doors or act as demo staff. */
@Injectable()
export class OwnPageGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { host, origin } = context.switchToHttp().getRequest<Request>().headers;
    const isOwn = host !== undefined && isLoopback(new URL(`http://${host}`).hostname);
    if (!isOwn || (origin !== undefined && origin !== `http://${host}`)) {
      throw new Problem(403, 'other_origin', 'Only the simulator’s own page may do this.');
    }
    return true;
  }
}
