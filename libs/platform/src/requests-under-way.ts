import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';

/** Knows which requests have no answer yet, so that the end of the service waits for them. */
export class RequestsUnderWay {
  private readonly responses = new Set<ServerResponse>();
  private draining = false;
  private noneLeft: () => void = () => undefined;

  readonly track = (_request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    this.responses.add(response);
    response.shouldKeepAlive &&= !this.draining;
    response.once('close', () => {
      this.responses.delete(response);
      if (this.responses.size === 0) this.noneLeft();
    });
    next();
  };

  /** Whether the connection carries an answer that has begun: nothing else may be written to it then. */
  isAnsweringOn(socket: Socket): boolean {
    return [...this.responses].some((response) => response.socket === socket && response.headersSent);
  }

  /**
   * Takes no more connections and resolves when all requests have been answered. Streams of events have no end of their own
   * and are cut off at once: their readers connect again.
   * @returns how many were still without an answer after `withinMs` and have been cut off
   */
  async drain(server: Server, withinMs: number): Promise<number> {
    this.draining = true;
    server.close();
    for (const response of this.responses) {
      if (isEventStream(response)) response.destroy();
      else response.shouldKeepAlive = false;
    }
    const cutOff = (await this.allAnswered(withinMs)) ? 0 : this.responses.size;
    server.closeAllConnections();
    return cutOff;
  }

  private async allAnswered(withinMs: number): Promise<boolean> {
    const answered = new Promise<boolean>((resolve) => {
      this.noneLeft = () => resolve(true);
      if (this.responses.size === 0) resolve(true);
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), withinMs)));
    try {
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** By what was asked for, too: a head written at once can't be read back. */
function isEventStream(response: ServerResponse): boolean {
  const types = [response.req.headers.accept, response.getHeader('content-type')];
  return types.some((type) => String(type).startsWith('text/event-stream'));
}
