import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '@selvbetjent/platform';
import { type Request } from 'express';
import { type Observable } from 'rxjs';
import { FILE_TYPES_ANSWERED } from './openapi/answers-file';

const JSON_TYPES = ['application/json'];
/** Monitors ask for health with whatever they send, and signing in answers with where to go. */
const OF_ANY_FORM = /^\/api\/(health\/|sign-in)/i;

/** 406 for a read that accepts nothing of what the route answers. A change is never refused for the form of its answer. */
@Injectable()
export class AnswerTypesInterceptor implements NestInterceptor {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || !/^\/api\//i.test(request.path) || OF_ANY_FORM.test(request.path)) return next.handle();
    const types = this.reflector.get<string[] | undefined>(FILE_TYPES_ANSWERED, context.getHandler()) ?? JSON_TYPES;
    if (request.accepts(types) !== false) return next.handle();
    throw new Problem(406, 'http_406', 'Svaret finnes ikke i den formen', `Be om ${types.join(' eller ')}.`);
  }
}
