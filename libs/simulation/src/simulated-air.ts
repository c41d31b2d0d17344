import type { DeviceChannel, DeviceLinkHandlers, DeviceLinkOptions } from './device-link';
import { type NativeChannel, nativeTopic } from './native-dialect';
import type { SimulationEnvironment } from './simulation-environment';

/** A message on its way. */
export interface AirMessage {
  direction: 'to-device' | 'from-device';
  topic: string;
  payload: string;
}

/** The delays in ms after which its copies arrive: one for a good day, none for a lost message, two for a doubled one. */
export type Weather = (message: AirMessage) => readonly number[];

/**
 * A broker and its networks in memory, by the time of its environment: for thousands of commands with minutes of delay in a
 * second. Devices connect with `connect`, the other side uses `publish` and `listen`.
 */
export class SimulatedAir {
  private readonly devices = new Map<string, AirLink>();
  private listener: (message: AirMessage) => void = () => undefined;

  constructor(
    private readonly environment: SimulationEnvironment,
    private readonly weather: Weather = () => [0],
  ) {}

  /** For `SimulatedDoorOptions.connect`. */
  readonly connect = (options: DeviceLinkOptions, handlers: DeviceLinkHandlers): DeviceChannel => {
    const link = new AirLink(this, options, handlers);
    for (const channel of options.listensTo) {
      this.devices.set(nativeTopic(options.stationId, options.deviceId, channel), link);
    }
    return link;
  };

  listen(listener: (message: AirMessage) => void): void {
    this.listener = listener;
  }

  /** To a device; lost when nobody listens there at the time of arrival. */
  publish(topic: string, payload: string): void {
    this.carry({ direction: 'to-device', topic, payload }, () => this.devices.get(topic)?.receive(topic, payload));
  }

  /** From a device. */
  emit(topic: string, payload: string): void {
    const message: AirMessage = { direction: 'from-device', topic, payload };
    this.carry(message, () => this.listener(message));
  }

  private carry(message: AirMessage, arrive: () => void): void {
    for (const delayMs of this.weather(message)) this.environment.setTimeout(arrive, delayMs);
  }
}

class AirLink implements DeviceChannel {
  connected = false;
  private boot = '';
  private readonly queued: (() => void)[] = [];

  constructor(
    private readonly air: SimulatedAir,
    private readonly options: DeviceLinkOptions,
    private readonly handlers: DeviceLinkHandlers,
  ) {}

  up(boot: string): void {
    if (this.connected) return;
    this.connected = true;
    this.boot = boot;
    void this.send('online', { boot, online: true });
    for (const late of this.queued.splice(0)) late();
    this.handlers.onUp();
  }

  /** The broker publishes the will. */
  down(): Promise<void> {
    if (this.connected) void this.send('online', { boot: this.boot, online: false });
    this.connected = false;
    return Promise.resolve();
  }

  send(channel: NativeChannel, body: object): Promise<boolean> {
    const { stationId, deviceId } = this.options;
    const emit = (): void => this.air.emit(nativeTopic(stationId, deviceId, channel), JSON.stringify(body));
    if (this.connected) emit();
    else if (this.options.isQueueing?.()) this.queued.push(emit);
    return Promise.resolve(this.connected);
  }

  receive(topic: string, payload: string): void {
    const channel = topic.split('/').pop() as NativeChannel;
    const deliver = (): void => this.handlers.onMessage(channel, payload, false);
    if (this.connected) deliver();
    else if (this.options.isQueueing?.()) this.queued.push(deliver);
  }
}
