import { type NextFunction, type Request, type Response } from 'express';
import { type IncomingMessage, maxHeaderSize, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { PROBLEM_TYPE, problemOfStatus, problemText } from './problem-answer';
import { type RequestsUnderWay } from './requests-under-way';

const STATUS_OF_FAULT: Readonly<Record<string, number>> = {
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

interface ParserFault extends Error {
  code?: string;
  /** What the parser had before it. */
  rawPacket?: Buffer;
}

/**
 * What Node's HTTP parser answers by itself, with an empty body, becomes problem+json as well: requests that aren't HTTP, whose head is
 * too large or that never end; an `Expect` that nobody knows; a request without `Host`.
 */
export function answerForParser(server: Server, requests: RequestsUnderWay): void {
  // Left to `refuseNamelessHost`; the server reads its own property for each request.
  Object.assign(server, { requireHostHeader: false });
  server.on('clientError', (fault: ParserFault, socket) => {
    if (!socket.writable || fault.code === 'ECONNRESET' || requests.isAnsweringOn(socket as Socket)) socket.destroy();
    else socket.end(rawAnswer(statusOf(fault)));
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.statusCode = 417;
    response.setHeaders(new Map(Object.entries({ 'Content-Type': PROBLEM_TYPE, 'Cache-Control': 'no-store' })));
    response.end(problemText(problemOfStatus(417)));
  });
}

/** RFC 9112, 3.2: HTTP/1.1 has a `Host`. */
export function refuseNamelessHost(request: Request, response: Response, next: NextFunction): void {
  if (request.httpVersion !== '1.1' || request.headers.host !== undefined) return next();
  response.setHeader('Connection', 'close');
  next(problemOfStatus(400));
}

function statusOf({ code = '', rawPacket }: ParserFault): number {
  const status = STATUS_OF_FAULT[code] ?? 400;
  const isInFirstLine = status === 431 && rawPacket?.subarray(0, maxHeaderSize).includes('\n') === false;
  return isInFirstLine ? 414 : status;
}

/** There is no response to write to: the request never became one. */
function rawAnswer(status: number): string {
  const body = problemText(problemOfStatus(status));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
