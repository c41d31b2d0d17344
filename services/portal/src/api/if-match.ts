import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import { Problem } from '@selvbetjent/platform';
import { type Request } from 'express';
import { catchError, type Observable, throwError } from 'rxjs';

interface SeenVersion {
  /** What the route calls the version that its author has seen. */
  member: 'expectedVersion' | 'expectedRevision';
  place: 'body' | 'query';
}

const SEEN_VERSION = 'selvbetjent:seen-version';
const STALE = ['stale_version', 'stale_revision'];
const VERSION_TAG = /^"(\d{1,15})"$/;

/** `If-Match` with the ETag that a version came with says the same as `member`, or says it instead. Then a stale one is 412, not 409. */
export function TakesIfMatch(member: SeenVersion['member'], place: SeenVersion['place']): MethodDecorator {
  return applyDecorators(
    SetMetadata(SEEN_VERSION, { member, place } satisfies SeenVersion),
    UseInterceptors(IfMatchInterceptor),
    ApiHeader({
      ...{ name: 'If-Match', required: false, schema: { type: 'string', example: '"12"' } },
      description: `The ETag of what the author has seen, beside ${member} or in its place; a stale one answers 412`,
    }),
  );
}

@Injectable()
export class IfMatchInterceptor implements NestInterceptor {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const tag = request.get('if-match')?.trim();
    // `*` is fulfilled by there being something, as there is: it says nothing of what was seen.
    if (tag === undefined || tag === '*') return next.handle();
    sayVersion(request, this.reflector.get<SeenVersion>(SEEN_VERSION, context.getHandler()), versionOf(tag));
    return next.handle().pipe(catchError((error: unknown) => throwError(() => failedPrecondition(error))));
  }
}

function versionOf(tag: string): number {
  if (tag.includes(',')) {
    throw new Problem(400, 'invalid_input', 'Forespørselen har feil', 'Send én ETag i If-Match: den du har sett.');
  }
  const [, version] = VERSION_TAG.exec(tag) ?? [];
  if (version !== undefined) return Number(version);
  const detail = 'If-Match er ingen ETag for det du vil endre. Hent det på nytt, og se over før du lagrer.';
  throw new Problem(412, 'stale_version', 'Det går ikke', detail);
}

/** Where the route reads it; Express makes the query anew each time that it is asked for. */
function sayVersion(request: Request, { member, place }: SeenVersion, version: number): void {
  const given = ((place === 'body' ? (request.body as unknown) : request.query) ?? {}) as Record<string, unknown>;
  if (given[member] !== undefined && Number(given[member]) !== version) {
    throw new Problem(400, 'invalid_input', 'Forespørselen har feil', `If-Match og ${member} sier hver sitt.`);
  }
  if (Array.isArray(given)) return;
  const value = { ...given, [member]: version };
  Object.defineProperty(request, place, { value, configurable: true, writable: true, enumerable: true });
}

function failedPrecondition(error: unknown): unknown {
  if (!(error instanceof Problem) || !STALE.includes(error.code)) return error;
  return new Problem(412, error.code, error.title, error.detail, error.extra);
}
