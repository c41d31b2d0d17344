import { Controller, Get, Inject, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Clock, Problem } from '@selvbetjent/platform';
import { type Response } from 'express';
import { once } from 'node:events';
import { parsePosition } from '../domain/event-position';
import { EventFeed, type FeedEvent, type OpenFeed } from '../event-feed';
import { AnswersFile } from '../openapi/answers-file';
import { type AuthoredRequest, ForOperators, Unattended } from '../sign-in/access-rule';
import { SessionWatch } from '../sign-in/session-watch';
import { EventsQuery } from './figures.dto';

const HEARTBEAT_MS = 15_000;
/** Then the browser connects again, resumes, and is asked for its session again. */
const LONGEST_MS = 10 * 60_000;
const RECONNECT_MS = 2_000;

@ApiTags('operation')
@Controller('api/events')
export class EventController {
  private readonly logger = new Logger(EventController.name);

  constructor(
    @Inject(EventFeed) private readonly feed: EventFeed,
    @Inject(SessionWatch) private readonly sessions: SessionWatch,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Facts as Server-Sent Events: `event` is the type, `data` the body. Resumes after `Last-Event-ID`. Ends with the session that opened it;
   * being open, or opened again by the browser itself, keeps no session going.
   */
  @ForOperators()
  @Unattended()
  @Get()
  @AnswersFile(['text/event-stream'], 'Events as they happen, until the connection ends')
  @ApiHeader({ name: 'Last-Event-ID', required: false })
  async events(
    @Query() { station }: EventsQuery,
    @Req() request: AuthoredRequest,
    @Res() response: Response,
  ): Promise<void> {
    const feed = await this.open(request.get('last-event-id') ?? '');
    const ending = new AbortController();
    ending.signal.addEventListener('abort', () => feed.stop());
    response.on('close', () => ending.abort());
    const unwatch = request.sessionId ? this.sessions.watch(request.sessionId, () => ending.abort()) : () => undefined;
    const closing = setTimeout(() => ending.abort(), this.longestMs(request));
    const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
    begin(response);
    try {
      await feed.handEach(async (event) => {
        if (!station || station.includes(event.stationId)) await send(response, event, ending.signal);
      });
    } catch (error) {
      if (!ending.signal.aborted) this.logger.warn(`The feed of events broke off: ${(error as Error).message}`);
    } finally {
      ending.abort();
      unwatch();
      clearTimeout(closing);
      clearInterval(heartbeat);
      response.end();
    }
  }

  private longestMs({ tokenExpiresAt }: AuthoredRequest): number {
    if (tokenExpiresAt === null) return LONGEST_MS;
    return Math.min(LONGEST_MS, Math.max(0, tokenExpiresAt.getTime() - this.clock.now().getTime()));
  }

  private async open(lastEventId: string): Promise<OpenFeed> {
    try {
      return await this.feed.open(parsePosition(lastEventId));
    } catch (error) {
      this.logger.warn(`The feed of events can't be opened: ${(error as Error).message}`);
      const detail = 'Meldingstjenesten svarer ikke. Prøv igjen om et minutt.';
      throw new Problem(503, 'unavailable', 'Ikke tilgjengelig akkurat nå', detail);
    }
  }
}

function begin(response: Response): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write(`retry: ${RECONNECT_MS}\n\n`);
}

/** Waits for a slow reader rather than keeping what it hasn't read. */
async function send(response: Response, { id, type, body }: FeedEvent, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const hasRoom = response.write(`id: ${id}\nevent: ${type}\ndata: ${body.replaceAll('\n', ' ')}\n\n`);
  if (!hasRoom) await once(response, 'drain', { signal });
}
