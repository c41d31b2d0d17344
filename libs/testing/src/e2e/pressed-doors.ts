import { type ActionResponse, type SigningJwk } from '@selvbetjent/oslonokkelen';
import { realTime, SimulatedBackend, SimulatedDoor, volatileMemory } from '@selvbetjent/simulation';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Infrastructure } from '../infrastructure';
import { ServiceProcesses, type ServiceProcessesOptions } from '../service-processes';

const HANG_MS = 60_000;
const AGAIN_MS = 100;

type Connected = Pick<Infrastructure, 'databaseUrl' | 'natsUrl' | 'mqttUrl'>;

export interface PressedDoorsOptions extends ServiceProcessesOptions {
  /** `<door>` by its station. */
  doors: readonly { stationId: string; doorId: string }[];
  now?: () => Date;
}

/** Service processes with their doors, and Oslonøkkelen's back end that presses them: what a resident has in hand. */
export class PressedDoors {
  private readonly doors = new Map<string, SimulatedDoor>();
  private readonly replicas: ServiceProcesses[] = [];

  private constructor(
    private readonly connected: Connected,
    private readonly options: PressedDoorsOptions,
    private readonly keyServer: { server: Server; url: string; memory: ReturnType<typeof volatileMemory<SigningJwk>> },
  ) {}

  services!: ServiceProcesses;
  private backend!: SimulatedBackend;

  static async start(connected: Connected, options: PressedDoorsOptions): Promise<PressedDoors> {
    const memory = volatileMemory<SigningJwk>();
    const server = createServer((_request, response) => response.end(JSON.stringify(pressed.backend.keySet())));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const pressed = new PressedDoors(connected, options, { server, url, memory });
    const first = await pressed.launch(options.names);
    [pressed.services, pressed.backend] = [first.services, first.backend];
    await pressed.services.ready();
    for (const { stationId, doorId } of options.doors) {
      const environment = { ...realTime, now: () => pressed.now() };
      const door = new SimulatedDoor({ stationId, doorId, mqttUrl: connected.mqttUrl, environment });
      door.powerOn();
      pressed.doors.set(doorId, door);
    }
    return pressed;
  }

  /** One more process of access; @returns how to press by way of it. */
  async startReplica(): Promise<(doorId: string) => Promise<ActionResponse>> {
    const { services, backend } = await this.launch(['access']);
    this.replicas.push(services);
    await services.ready();
    return (doorId) => this.press(doorId, backend);
  }

  /** The first answer that isn't "try again": what a resident ends up with. */
  async press(doorId: string, backend = this.backend): Promise<ActionResponse> {
    const deadline = performance.now() + HANG_MS;
    for (;;) {
      const { status, body } = await backend.execute({ thingId: doorId, actionId: 'unlock' });
      if (body && body.status !== 'ERROR_TEMPORARY') return body;
      if (performance.now() > deadline) throw new Error(`${doorId} never answers: ${status} ${JSON.stringify(body)}`);
      await delay(AGAIN_MS);
    }
  }

  /** How often the door itself drew its bolt. */
  unlocks(doorId: string): number {
    return this.doors.get(doorId)?.journal.length ?? 0;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.doors.values()].map((door) => door.powerOff()));
    await Promise.all([this.services, ...this.replicas].map((services) => services.stop()));
    this.keyServer.server.close();
  }

  private now(): Date {
    return this.options.now?.() ?? new Date();
  }

  private async launch(names: ServiceProcessesOptions['names']) {
    const { url, memory } = this.keyServer;
    const env = { ...this.options.env, OSLONOKKELEN_BACKEND_URL: url };
    const services = await ServiceProcesses.launch(this.connected, { ...this.options, names, env });
    const environment = { now: () => this.now(), monotonicMs: () => realTime.monotonicMs() };
    const adapterUrl = services.urlOf('access');
    const backend = await SimulatedBackend.start({ adapterUrl, issuer: url, memory, environment });
    this.backend ??= backend;
    return { services, backend };
  }
}
