import { type ContractClass, factSubject, factType, parseBody, streamName } from '@selvbetjent/contracts';
import { AckPolicy, DeliverPolicy, type JetStreamManager, type JsMsg, nanos, type NatsConnection } from 'nats';
import { described } from './envelope';
import { ensureStream } from './streams';

const BATCH = 500;
const FETCH_MS = 2_000;
/** A reader that died leaves nothing behind for longer than this. */
const FORGOTTEN_MS = 10 * 60_000;
const NOT_FOUND = 404;

interface Source {
  contract: ContractClass;
  stream: string;
  consumer: string;
}

/** Reads every fact of some contracts from the beginning of their streams, for whoever builds something anew from them. */
export class FactReader {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly manager: JetStreamManager,
    private readonly sources: readonly Source[],
  ) {}

  /** @param reader names its consumers `<reader>--<fact>`; those of an earlier one are taken over from the beginning. */
  static async open(
    connection: NatsConnection,
    reader: string,
    contracts: readonly ContractClass[],
  ): Promise<FactReader> {
    const manager = await connection.jetstreamManager();
    const sources = contracts.map((contract) => sourceOf(reader, contract));
    const opened = new FactReader(connection, manager, sources);
    await opened.close();
    for (const { contract, stream, consumer } of sources) {
      await ensureStream(manager, stream);
      await manager.consumers.add(stream, {
        durable_name: consumer,
        filter_subject: factSubject(described(contract), '*'),
        deliver_policy: DeliverPolicy.All,
        ack_policy: AckPolicy.All,
        inactive_threshold: nanos(FORGOTTEN_MS),
      });
    }
    return opened;
  }

  /**
   * Hands over all facts that are there, one contract after the other, in batches; a batch counts as read once `take` has resolved.
   * Throws on the first fact that breaks its contract, and names it.
   * @returns how many facts there were
   */
  async readToEnd(take: (contract: ContractClass, bodies: object[]) => Promise<void>): Promise<number> {
    let read = 0;
    for (const source of this.sources) {
      for (let left = await this.pendingOf(source); left > 0; left = await this.pendingOf(source)) {
        const messages = await this.fetch(source, Math.min(left, BATCH));
        await take(
          source.contract,
          messages.map((message) => bodyOf(source.contract, message)),
        );
        await messages.at(-1)?.ackAck();
        read += messages.length;
      }
    }
    return read;
  }

  /** @returns how many facts wait that have not been read. */
  async pending(): Promise<number> {
    let pending = 0;
    for (const source of this.sources) pending += await this.pendingOf(source);
    return pending;
  }

  /** @returns how many facts a service's own consumers have not settled yet; consumers that aren't there have nothing. */
  async pendingFor(service: string): Promise<number> {
    let pending = 0;
    for (const { contract, stream } of this.sources) {
      const { consumer } = sourceOf(service, contract);
      const info = await this.manager.consumers.info(stream, consumer).catch(ignoreMissing);
      pending += info ? info.num_pending + info.num_ack_pending : 0;
    }
    return pending;
  }

  async close(): Promise<void> {
    for (const { stream, consumer } of this.sources)
      await this.manager.consumers.delete(stream, consumer).catch(ignoreMissing);
  }

  private async pendingOf({ stream, consumer }: Source): Promise<number> {
    const { num_pending, num_ack_pending } = await this.manager.consumers.info(stream, consumer);
    return num_pending + num_ack_pending;
  }

  private async fetch({ stream, consumer }: Source, most: number): Promise<JsMsg[]> {
    const source = await this.connection.jetstream().consumers.get(stream, consumer);
    const messages: JsMsg[] = [];
    for await (const message of await source.fetch({ max_messages: most, expires: FETCH_MS })) messages.push(message);
    return messages;
  }
}

function sourceOf(reader: string, contract: ContractClass): Source {
  const fact = described(contract);
  return { contract, stream: streamName(fact), consumer: `${reader}--${factType(fact).replaceAll('.', '-')}` };
}

function bodyOf(contract: ContractClass, message: JsMsg): object {
  try {
    return parseBody(contract, message.json());
  } catch (error) {
    const id = message.headers?.get('ce-id') ?? '';
    throw new Error(`${message.subject} ${id} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

function ignoreMissing(error: Error): null {
  if ((error as { api_error?: { code: number } }).api_error?.code === NOT_FOUND) return null;
  throw error;
}
