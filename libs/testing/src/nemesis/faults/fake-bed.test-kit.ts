import { type Bed, type LinkName } from '../bed/bed';
import { type LiveStation } from '../workload/live-station';

const BACK_AFTER_MS = 1_500;

/** What faults strike, without anything behind it: it knows what is broken now. */
export class FakeBed {
  /** What is broken, by its name; empty when everything is as it was. */
  readonly broken = new Map<string, string>();
  /** Processes that were killed, and who was away at that moment. */
  readonly killed: { name: string; away: string[] }[] = [];
  readonly stations: readonly LiveStation[];
  private readonly away = new Set<string>();
  private readonly members = ['access-1', 'access-2', 'dropoffs-1', 'dropoffs-2', 'stations', 'tonnage', 'portal'];

  constructor(readonly folder: string) {
    this.stations = ['a', 'b', 'c'].map((stationId) => this.station(stationId));
  }

  /** As a strike takes it. */
  get bed(): Bed {
    const names: LinkName[] = ['postgres', 'nats', 'mqtt', 'devices', 'keys'];
    const links = Object.fromEntries(names.map((name) => [name, this.link(name)]));
    const rotate = (): Promise<void> => Promise.resolve();
    const bed = {
      links,
      fleet: this.fleet(),
      servers: this.servers(),
      oslonokkelen: { rotatedAtMs: -Infinity, rotate },
    };
    return bed as unknown as Bed;
  }

  private breaks(what: string): (how: string) => void {
    return (how) => void this.broken.set(what, how);
  }

  private mends(what: string): () => void {
    return () => void this.broken.delete(what);
  }

  private link(name: LinkName) {
    const [breaks, heal] = [this.breaks(`link ${name}`), this.mends(`link ${name}`)];
    const worse = { cut: () => breaks('cut'), freeze: () => breaks('frozen'), slow: () => breaks('slow') };
    return { ...worse, reset: () => undefined, heal };
  }

  private fleet() {
    return {
      names: this.members,
      replicasOf: (service: string) => this.members.filter((name) => name.replace(/-\d$/, '') === service),
      pidOf: () => 1,
      kill: (name: string) => this.kill(name),
      areReady: (names: readonly string[]) => Promise.resolve(names.every((name) => !this.away.has(name))),
      signal: (name: string, signal: string) =>
        signal === 'SIGSTOP' ? this.breaks(name)('stopped') : this.mends(name)(),
    };
  }

  private kill(name: string): Promise<void> {
    this.killed.push({ name, away: [...this.away] });
    this.away.add(name);
    setTimeout(() => this.away.delete(name), BACK_AFTER_MS);
    return Promise.resolve();
  }

  private servers() {
    const server = (name: string) => {
      const start = (): Promise<void> => Promise.resolve(this.mends(`server ${name}`)());
      const end = (signal: string): Promise<void> => Promise.resolve(this.breaks(`server ${name}`)(signal));
      return { start, end, mayEnd: () => undefined };
    };
    const disk = (name: string) => ({
      fill: () => this.breaks(`disk of ${name}`)('full'),
      free: this.mends(`disk of ${name}`),
    });
    return {
      ...{ postgres: server('postgres'), nats: server('nats'), mqtt: server('mqtt') },
      ...{ natsFolder: this.folder, mqttFolder: this.folder },
      disks: { postgres: disk('postgres'), nats: disk('nats') },
    };
  }

  private station(stationId: string): LiveStation {
    const device = (name: string) => {
      const faulty = new Map<string, unknown>();
      const setFaults = (faults: object): Promise<void> => {
        for (const [fault, value] of Object.entries(faults)) {
          if (value) faulty.set(fault, value);
          else faulty.delete(fault);
        }
        if (faulty.size > 0) this.breaks(name)([...faulty.keys()].join());
        else this.mends(name)();
        return Promise.resolve();
      };
      return { setFaults };
    };
    const devices = { door: device(`door of ${stationId}`), scale: device(`scale of ${stationId}`) };
    const reboot = (): Promise<void> => Promise.resolve();
    const rested = { isBusy: false, isReserved: false, unacknowledged: [], plan: { role: 'open' } };
    return { stationId, ...devices, ...rested, reboot } as unknown as LiveStation;
  }
}
