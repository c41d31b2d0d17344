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

  /** Rejects while NATS doesn't answer. */
  ping(): Promise<void> {
    return this.nats.ping();
  }

  /** Hands on every fact after the position, or from now on, until the signal; rejects when a stream breaks off. */
  async follow(after: Position, hand: (event: FeedEvent) => Promise<void>, signal: AbortSignal): Promise<void> {
    const position = { ...after };
    const connection = await this.nats.connected();
    const manager = await connection.jetstreamManager();
    const opened = STREAMS.map(async (stream) => {
      const options = await startOf(manager, stream, after[stream]);
      const consumer = await connection.jetstream().consumers.get(stream, options);
      return { stream, messages: await consumer.consume() };
    });
    const sources = await Promise.all(opened);
    signal.addEventListener('abort', () => stop(sources.map(({ messages }) => messages)));
    if (signal.aborted) return stop(sources.map(({ messages }) => messages));
    await Promise.all(
      sources.map(async ({ stream, messages }) => {
        for await (const message of messages) {
          position[stream] = message.seq;
          await hand(eventOf(message, position));
        }
      }),
    );
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

function stop(all: readonly ConsumerMessages[]): void {
  for (const messages of all) messages.stop();
}
