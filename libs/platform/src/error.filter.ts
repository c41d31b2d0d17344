import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type Response } from 'express';
import { throwError, type Observable } from 'rxjs';
import { Problem } from './problem';

/** HTTP: every error becomes problem+json, unknown ones without their inner words. Messages: the error goes back to the transport as it is. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): Observable<never> | undefined {
    if (host.getType() !== 'http') return throwError(() => error);
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.problemOf(error);
    if (response.headersSent) {
      response.end();
    } else {
      response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
    }
    return undefined;
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof HttpException) return fromHttpException(error);
    if (isClientFault(error)) return new Problem(error.status, 'bad_request', 'The request could not be read');
    this.logger.error({ err: error }, 'Unhandled error in an HTTP handler');
    return new Problem(500, 'internal_error', 'Something went wrong on our side. Try again in a minute.');
  }
}

function fromHttpException(error: HttpException): Problem {
  const body = error.getResponse();
  const message = typeof body === 'string' ? body : (body as { message?: string | string[] }).message;
  const faults = Array.isArray(message) ? [...new Set(message)] : undefined;
  const status = error.getStatus();
  const code = faults ? 'invalid_input' : `http_${status}`;
  const title = faults ? 'The request has faults' : error.message;
  return new Problem(status, code, title, faults?.join('; '), faults ? { faults } : {});
}

/** Body parsers reject with plain errors that carry the status. */
function isClientFault(error: unknown): error is { status: number } {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500;
}
