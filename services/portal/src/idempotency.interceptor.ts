import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  Logger,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { Problem } from '@selvbetjent/platform';
import { type Response } from 'express';
import { createHash } from 'node:crypto';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { AnsweredWriteStore, type Claim, type WriteKey } from './answered-write.store';
import { ANSWERED_ONCE } from './openapi/complete';
import { type AuthoredRequest } from './sign-in/access-rule';

const LONGEST_KEY = 200;
const NEVER_KEPT = 'selvbetjent:never-kept';

/** The answer holds a secret: it is given once and kept nowhere. */
export const NeverKept = () => applyDecorators(SetMetadata(NEVER_KEPT, true), ApiExtension(ANSWERED_ONCE, true));

/**
 * A write with an Idempotency-Key happens once: sent again, it gets the first answer again. Errors aren't kept. What is kept here are
 * answers; that nothing is done twice is the owners' own doing, by ids that are made of the key (`idForKey`) or versions.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  constructor(
    @Inject(AnsweredWriteStore) private readonly writes: AnsweredWriteStore,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http' || this.reflector.get<boolean>(NEVER_KEPT, context.getHandler()))
      return next.handle();
    const request = context.switchToHttp().getRequest<AuthoredRequest>();
    const key = request.get('idempotency-key');
    if (key === undefined || !request.author || request.method === 'GET') return next.handle();
    if (key === '' || key.length > LONGEST_KEY) {
      throw new Problem(
        400,
        'bad_idempotency_key',
        'Idempotency-Key kan ikke brukes',
        `Bruk 1 til ${LONGEST_KEY} tegn.`,
      );
    }
    const write = { authorSubject: request.author.subject, key, requestHash: hashOf(request) };
    const response = context.switchToHttp().getResponse<Response>();
    return defer(() => this.once(write, response, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private async once(write: WriteKey, response: Response, act: () => Promise<unknown>): Promise<unknown> {
    const claim = await this.claim(write);
    switch (claim.state) {
      case 'ours':
        return this.act(write, response, act);
      case 'answered':
        response.status(claim.status).setHeader('Idempotency-Replayed', 'true');
        if (claim.etag !== null) response.setHeader('ETag', claim.etag);
        return claim.body ?? undefined;
      case 'under-way':
        throw new Problem(409, 'write_under_way', 'Den samme endringen er allerede på vei', 'Vent litt og prøv igjen.');
      case 'other-request':
        throw new Problem(
          422,
          'idempotency_key_reused',
          'Nøkkelen hører til en annen forespørsel',
          'Lag en ny Idempotency-Key.',
        );
    }
  }

  private async act(write: WriteKey, response: Response, act: () => Promise<unknown>): Promise<unknown> {
    let body: unknown;
    try {
      body = await act();
    } catch (error) {
      await this.note(this.writes.release(write));
      throw error;
    }
    const etag = response.get('ETag') ?? null;
    await this.note(this.writes.keep(write, { status: response.statusCode, body, etag }));
    return body;
  }

  private async claim(write: WriteKey): Promise<Claim> {
    try {
      return await this.writes.claim(write);
    } catch (error) {
      this.logger.error({ err: error }, 'Answered writes cannot be read');
      const detail = 'Ingenting er endret. Vent et minutt og prøv igjen.';
      throw new Problem(503, 'writes_unavailable', 'Ikke tilgjengelig akkurat nå', detail);
    }
  }

  /** The outcome of a write stands, whether or not it can be written down. */
  private async note(noting: Promise<void>): Promise<void> {
    try {
      await noting;
    } catch (error) {
      this.logger.error({ err: error }, 'The answer of a write could not be kept');
    }
  }
}

function hashOf(request: AuthoredRequest): Buffer {
  const { method, originalUrl } = request;
  const body: unknown = request.body;
  const seen = request.get('if-match');
  return createHash('sha256')
    .update(JSON.stringify([method, originalUrl, body ?? null, ...(seen === undefined ? [] : [seen])]))
    .digest();
}
