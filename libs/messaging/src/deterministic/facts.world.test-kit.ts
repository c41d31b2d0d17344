import { DoorUnlocked } from '@selvbetjent/contracts';
import { type SeededRandom } from '@selvbetjent/simulation';
import { type Core, FixedClock, Operations, type World } from '@selvbetjent/testing';
import { type Delivery, PermanentFailure } from '../delivery';
import { FactHandlers } from '../fact-handlers';
import { FactServer } from '../fact.server';
import { Inbox } from '../inbox';
import { Outbox } from '../outbox';
import { OutboxRelay } from '../outbox-relay';
import { type FactEvent, nextFactEvent } from './fact-events.test-kit';
import { FakeJetStream } from './fake-jetstream.test-kit';
import { FakePostgres, type PostgresMistakes } from './fake-postgres.test-kit';

/** Mistakes that this simulation must find. */
export interface FactMistakes extends PostgresMistakes {
  acksOnDelivery?: boolean;
  /** What can't be handled is dropped without a trace. */
  noDeadLetters?: boolean;
}

const REPLICAS = 2;
const AT = '2026-11-20T10:00:00.000Z';
const ATTEMPT = '5e9f3d3c-7d1f-4d8e-9d55-0a4b7e9f1c11';
const POISON = 'poison';
const REST_ROUNDS = 6_000;
const LOOK_ROUNDS = 100;
const RESTART_ROUNDS = 500;
/** Visits all that is under way evenly. */
const GOLDEN_RATIO = 0.618_033_988_7;
const LONGEST_BACK_OFF_MS = 300_000;

/** Asked to wait, it waits until the simulation says that the time has come. */
interface Waking {
  wake: () => void;
  wait: () => Promise<void>;
}

interface Owner {
  outbox: Outbox;
  relay: OutboxRelay;
  database: ReturnType<FakePostgres['connect']>;
}

/** Two replicas that tell facts, two that read them, their databases and JetStream between them. */
class FactsWorld implements World<FactEvent> {
  private readonly operations = new Operations();
  private readonly told: FakePostgres;
  private readonly read: FakePostgres;
  private readonly stream: FakeJetStream;
  private readonly deadLetters = new Set<string>();
  private readonly owners: Owner[] = [];
  private readonly readers: FactServer[] = [];
  private readonly clock = new FixedClock(new Date(AT));
  private fault: string | null = null;
  private failures = 0;
  /** By stream and station: the position of the newest fact that is stored there. */
  private readonly newest = new Map<string, number>();
  private readonly stored = new Set<string>();
  private readonly seen = { effects: 0, ids: new Set<string>() };

  constructor(private readonly mistakes: FactMistakes) {
    this.told = new FakePostgres(this.operations, mistakes);
    this.read = new FakePostgres(this.operations, mistakes);
    this.stream = new FakeJetStream(this.operations, mistakes.acksOnDelivery);
    this.stream.onStored = (id, birth) => this.checkStored(id, birth);
    this.stream.onAcknowledged = (id) => this.checkAcknowledged(id);
    for (let count = 0; count < REPLICAS; count += 1) {
      this.owners.push(this.startOwner());
      this.readers.push(this.startReader());
    }
  }

  next(random: SeededRandom): FactEvent {
    return nextFactEvent(random);
  }

  async apply(event: FactEvent): Promise<void> {
    switch (event.name) {
      case 'tell':
        return this.tell(event);
      case 'end':
        return void (await this.operations.end(event.pick, event.how));
      case 'kill':
        return this.kill(event);
      case 'pass':
        this.stream.nowMs += event.ms;
        return;
      case 'fail-handler':
        this.failures += 1;
        return;
      case 'lose-end':
        return this.stream.loseEnd(event.count);
      case 'wipe':
        return this.stream.wipe();
      case 'forget-ids':
        return this.stream.forgetIds();
    }
  }

  broken(): string | null {
    this.noticeEffects();
    return this.fault;
  }

  private noticeEffects(): void {
    for (; this.seen.effects < this.read.effects.length; this.seen.effects += 1) {
      const id = this.read.effects[this.seen.effects] ?? '';
      if (this.seen.ids.has(id)) this.fault ??= 'doubled: a fact had its effect twice';
      this.seen.ids.add(id);
    }
  }

  async settle(): Promise<void> {
    this.failures = 0;
    for (let round = 0; round < REST_ROUNDS; round += 1) {
      if (round % LOOK_ROUNDS === LOOK_ROUNDS - 1 && this.missing().length === 0) return;
      if (round % RESTART_ROUNDS === 0) this.restartReaders();
      this.stream.nowMs += LONGEST_BACK_OFF_MS;
      await this.operations.end((round * GOLDEN_RATIO) % 1);
    }
  }

  brokenAtRest(): string | null {
    const [lost] = this.missing();
    return lost === undefined ? null : `lost: fact ${lost} never had its effect`;
  }

  end(): void {
    for (const part of [...this.owners.map(({ relay }) => relay), ...this.readers]) this.stop(part, false);
  }

  /** Positions of facts that neither had their effect nor lie among the dead letters. */
  private missing(): number[] {
    const { effects } = this.read;
    const had = new Set([...effects, ...this.deadLetters]);
    return this.told.outbox.filter(({ id }) => !had.has(id)).map(({ position }) => position);
  }

  private tell({ who, stationId, isPoison }: Extract<FactEvent, { name: 'tell' }>): void {
    const owner = this.owners[Math.floor(who * REPLICAS)];
    const fact = {
      attemptId: ATTEMPT,
      stationId,
      containerId: 'ombruk',
      doorId: isPoison ? POISON : 'dor',
      at: AT,
      revision: 1,
    };
    owner?.database.transaction((tx) => owner.outbox.append(tx, DoorUnlocked, fact)).catch(() => undefined);
  }

  private startOwner(): Owner {
    const process = {};
    const database = this.told.connect(process);
    const waking: Waking = { wake: () => undefined, wait: () => this.operations.pause(process) };
    const relay = new OutboxRelay(database, this.stream.connect(process), { service: 'access' }, waking);
    this.processes.set(relay, process);
    relay.onApplicationBootstrap();
    return { outbox: new Outbox(relay, this.clock), relay, database };
  }

  private startReader(): FactServer {
    const process = {};
    const database = this.read.connect(process);
    const add = (letter: { eventId: string }): Promise<void> =>
      this.operations.begin(process, 'bury', () => {
        if (!this.mistakes.noDeadLetters) this.deadLetters.add(letter.eventId);
      });
    const inbox = new Inbox();
    const server = new FactServer(this.stream.connect(process), new FactHandlers(), { add }, database, {
      service: 'tonnage',
    });
    const handle = ({ doorId }: DoorUnlocked, delivery: Delivery): Promise<void> =>
      database.transaction(async (tx) => {
        if (!(await inbox.isNew(tx, delivery))) return;
        if (doorId === POISON) throw new PermanentFailure('nobody knows this door');
        if (this.failures > 0) throw this.failNow();
        this.read.effect(tx, delivery.id);
      });
    this.processes.set(server, process);
    server.addHandler(DoorUnlocked, handle, true);
    server.listen(() => undefined);
    return server;
  }

  private readonly processes = new WeakMap<object, object>();

  /** Whose consumer went with its stream asks for it again after a second; here by starting anew. */
  private restartReaders(): void {
    for (let who = 0; who < REPLICAS; who += 1) {
      this.kill({ name: 'kill', side: 'reader', who: who / REPLICAS, taken: true });
    }
  }

  private kill({ side, who, taken }: Extract<FactEvent, { name: 'kill' }>): void {
    const index = Math.floor(who * REPLICAS);
    const [relay, server] = [this.owners[index]?.relay, this.readers[index]];
    this.stop((side === 'owner' ? relay : server) ?? {}, taken);
    if (side === 'owner') this.owners[index] = this.startOwner();
    else this.readers[index] = this.startReader();
  }

  /** The object that dies must not go on by itself; whatever it still asks for is refused. */
  private stop(part: object, isTaken: boolean): void {
    if (part instanceof OutboxRelay) void part.beforeApplicationShutdown();
    if (part instanceof FactServer) void part.close().catch(() => undefined);
    const process = this.processes.get(part);
    if (process) this.operations.kill(process, () => isTaken);
  }

  private failNow(): Error {
    this.failures -= 1;
    return new Error('the handler failed');
  }

  private checkStored(id: string, birth: string | null): void {
    const row = this.told.find(id);
    if (!row) {
      this.fault ??= 'invented: a fact was published that nobody committed';
      return;
    }
    if (birth === null) return;
    const [key, name] = [`${birth}/${row.stationId}`, `${birth}/${id}`];
    const newest = this.newest.get(key) ?? 0;
    if (!this.stored.has(name) && row.position < newest) {
      this.fault ??= 'order: a fact of a station was published after a later one';
    }
    this.stored.add(name);
    this.newest.set(key, Math.max(newest, row.position));
  }

  private checkAcknowledged(id: string): void {
    this.noticeEffects();
    const isKept = this.seen.ids.has(id) || this.deadLetters.has(id);
    if (!isKept) this.fault ??= 'acknowledged: a fact was acknowledged before its effect';
  }
}

/** The way of facts: outbox, relay, JetStream, reader and inbox, by the code that runs in the services. */
export function factsCore(mistakes: FactMistakes = {}): Core<FactEvent> {
  return { name: 'facts', stepsPerSeed: 3_000, begin: () => new FactsWorld(mistakes) };
}
