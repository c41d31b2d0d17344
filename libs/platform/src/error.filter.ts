import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type Response } from 'express';
import { throwError, type Observable } from 'rxjs';
import { Problem } from './problem';
import { PROBLEM_TYPE, problemOfStatus, problemText } from './problem-answer';
import { problemWords } from './problem-words';

const RETRY_SECONDS = 60;

/** HTTP: every error becomes problem+json with the trace of its request, unknown ones without their inner words; 503 says when to try again. Messages: the error goes back to the transport as it is. */
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
      if (problem.status === 503 && !response.hasHeader('Retry-After'))
        response.setHeader('Retry-After', String(RETRY_SECONDS));
      response.status(problem.status).set({ 'Cache-Control': 'no-store', 'Content-Type': PROBLEM_TYPE });
      response.send(problemText(problem));
    }
    return undefined;
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof HttpException) return fromHttpException(error);
    if (isClientFault(error)) return problemOfStatus(error.status);
    this.logger.error({ err: error }, 'Unhandled error in an HTTP handler');
    return new Problem(500, 'internal_error', ...problemWords(500));
  }
}

function fromHttpException(error: HttpException): Problem {
  const body = error.getResponse();
  const message = typeof body === 'string' ? body : (body as { message?: string | string[] }).message;
  const faults = Array.isArray(message) ? [...new Set(message)] : undefined;
  if (!faults) return problemOfStatus(error.getStatus());
  return new Problem(error.getStatus(), 'invalid_input', 'Forespørselen har feil', faults.join('; '), { faults });
}

/** Body parsers reject with plain errors that carry the status. */
function isClientFault(error: unknown): error is { status: number } {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500;
}
