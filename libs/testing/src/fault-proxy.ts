import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

interface Link {
  near: Socket;
  far: Socket;
}

/** What the network does to everything that passes. */
interface Weather {
  delayMs: number;
  frozen: boolean;
}

/** A TCP link to a component that can be cut, slowed and frozen while tests look on. */
export class FaultProxy {
  private readonly links = new Set<Link>();
  private readonly weather: Weather = { delayMs: 0, frozen: false };
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {
    server.on('connection', (socket) => this.accept(socket));
  }

  /** Listens on a free port of this machine and passes everything on to the host and port of `url`. */
  static async before(url: string): Promise<FaultProxy> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultProxy(server, { host: hostname, port: Number(port) });
  }

  /** The same URL by way of this link. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String((this.server.address() as AddressInfo).port);
    return changed.href;
  }

  /** How many connections pass through it now. */
  get connections(): number {
    return this.links.size;
  }

  /** Resets every connection once; new ones are taken. */
  reset(): void {
    for (const { near, far } of this.links) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** Resets every connection, and every new one, until `heal`. */
  cut(): void {
    this.isCut = true;
    this.reset();
  }

  /** Half open: connections stay and nothing passes, in neither direction, until `heal`. */
  freeze(): void {
    this.weather.frozen = true;
  }

  /** Everything passes this much later, in its order. */
  slow(delayMs: number): void {
    this.weather.delayMs = delayMs;
  }

  heal(): void {
    this.isCut = false;
    this.weather.frozen = false;
    this.weather.delayMs = 0;
  }

  async close(): Promise<void> {
    this.heal();
    this.server.close();
    this.reset();
    await once(this.server, 'close');
  }

  private accept(near: Socket): void {
    near.on('error', () => undefined);
    if (this.isCut) return void near.resetAndDestroy();
    const far = connect(this.target);
    far.on('error', () => undefined);
    const link = { near, far };
    this.links.add(link);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.once('close', () => {
        this.links.delete(link);
        near.destroy();
        far.destroy();
      });
    }
    void pass(near, far, this.weather);
    void pass(far, near, this.weather);
  }
}

const FROZEN_CHECK_MS = 20;

async function pass(from: Socket, to: Socket, weather: Weather): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (weather.delayMs > 0) await delay(weather.delayMs);
      while (weather.frozen) await delay(FROZEN_CHECK_MS);
      if (!to.write(chunk)) await once(to, 'drain');
    }
    to.end();
  } catch {
    to.destroy();
  }
}
