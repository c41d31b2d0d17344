import { Inject, Injectable } from '@nestjs/common';
import { FACTS, streamName } from '@selvbetjent/contracts';
import { ensureStream, NatsLink } from '@selvbetjent/messaging';
import { type ConsumerMessages, DeliverPolicy, type JetStreamManager, type JsMsg } from 'nats';
import { type Position, positionText } from './domain/event-position';

const STREAMS = [...new Set(FACTS.map(streamName))];

export interface FeedEvent {
  /** Where the feed stood after it: resumes there. */
  id: string;
  type: string;
  stationId: string;
  /** The fact's body as JSON text. */
  body: string;
}

/** A live feed of all facts, straight from JetStream; nothing is kept for its readers but what JetStream keeps. */
@Injectable()
export class EventFeed {
  constructor(@Inject(NatsLink) private readonly nats: NatsLink) {}

  /** @returns every fact after the position, or from now on where there is none. Rejects while NATS doesn't answer. */
  async open(after: Position): Promise<OpenFeed> {
    await this.nats.ping();
    const connection = await this.nats.connected();
    const manager = await connection.jetstreamManager();
    const sources = STREAMS.map(async (stream) => {
      const start = await startOf(manager, stream, after[stream]);
      const consumer = await connection.jetstream().consumers.get(stream, start);
      return { stream, messages: await consumer.consume() };
    });
    return new OpenFeed(await Promise.all(sources), after);
  }
}

/** Facts as they come, until it is stopped. */
export class OpenFeed {
  private readonly position: Position;

  constructor(
    private readonly sources: readonly { stream: string; messages: ConsumerMessages }[],
    after: Position,
  ) {
    this.position = { ...after };
  }

  /** Resolves once it is stopped; rejects when a stream breaks off. One stream's facts are handed on one after the other. */
  async handEach(hand: (event: FeedEvent) => Promise<void>): Promise<void> {
    await Promise.all(
      this.sources.map(async ({ stream, messages }) => {
        for await (const message of messages) {
          this.position[stream] = message.seq;
          await hand(eventOf(message, this.position));
        }
      }),
    );
  }

  stop(): void {
    for (const { messages } of this.sources) messages.stop();
  }
}

/** A stream that was made anew has lower numbers than the reader remembers: then all of it is news. */
async function startOf(manager: JetStreamManager, stream: string, after: number | undefined) {
  await ensureStream(manager, stream);
  if (after === undefined) return { deliver_policy: DeliverPolicy.New };
  const { state } = await manager.streams.info(stream);
  const next = after <= state.last_seq ? after + 1 : 1;
  return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: next };
}

function eventOf(message: JsMsg, position: Position): FeedEvent {
  const tokens = message.subject.split('.');
  const stationId = tokens.pop() ?? '';
  return { id: positionText(position), type: tokens.join('.'), stationId, body: message.string() };
}
