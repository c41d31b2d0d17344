import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Problem } from '@selvbetjent/platform';
import { type SimulatedDoor, type SimulatedScale, type TrafficMessage } from '@selvbetjent/simulation';
import { Observable, Subject } from 'rxjs';
import { type SimulatedStation } from './simulated-stations';
import { buildUnit, type SimulatedUnit } from './simulated-unit';
import { type TrafficLine, TrafficLog } from './traffic-log';
import { type StationView, viewOf } from './station-view';

export interface YardOptions {
  stations: SimulatedStation[];
  mqttUrl: string;
  dataDir: string;
}

/** All simulated stations with everything that stands there. */
@Injectable()
export class SimulatedYard implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly units: SimulatedUnit[];
  private readonly changes = new Subject<void>();
  private readonly log = new TrafficLog();

  constructor(private readonly options: YardOptions) {
    const surroundings = {
      mqttUrl: options.mqttUrl,
      dataDir: options.dataDir,
      onChange: () => this.changes.next(),
      onTraffic: (message: TrafficMessage) => this.log.add(message),
    };
    this.units = options.stations.flatMap((station) =>
      station.containers.map((container) => buildUnit(station, container, surroundings)),
    );
  }

  /** Fires at each change of anything, without saying what. */
  get changed(): Observable<void> {
    return this.changes;
  }

  get traffic(): Observable<TrafficLine> {
    return this.log.added;
  }

  get latestTraffic(): readonly TrafficLine[] {
    return this.log.latest;
  }

  onApplicationBootstrap(): void {
    for (const device of this.devices()) device.powerOn();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.devices().map((device) => device.powerOff()));
  }

  /** Rejects while no device has a connection. */
  ping(): Promise<void> {
    const connectable = this.units.flatMap(({ doors, scales }) => [...doors.values(), ...scales.values()]);
    const isUp = connectable.length === 0 || connectable.some(({ isConnected }) => isConnected);
    return isUp ? Promise.resolve() : Promise.reject(new Error('no simulated device is connected to the MQTT broker'));
  }

  view(): StationView[] {
    return this.options.stations.map((station) => viewOf(station, this.units));
  }

  door(id: string): SimulatedDoor {
    return found(this.units.map(({ doors }) => doors.get(id)).find(Boolean), `door "${id}"`);
  }

  scale(id: string): SimulatedScale {
    return found(this.units.map(({ scales }) => scales.get(id)).find(Boolean), `scale "${id}"`);
  }

  unit(stationId: string, containerId: string): SimulatedUnit {
    const unit = this.units.find((one) => one.stationId === stationId && one.container.id === containerId);
    return found(unit, `container "${stationId}/${containerId}"`);
  }

  private devices(): { powerOn(): void; powerOff(): Promise<void> }[] {
    return this.units.flatMap(({ doors, scales, tasmotaScales }) => [
      ...doors.values(),
      ...scales.values(),
      ...tasmotaScales,
    ]);
  }
}

function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Problem(404, 'not_found', `There is no simulated ${what}.`);
  return thing;
}
