import {
  generateSigningKey,
  type PublicJwk,
  schemeAndHost,
  type SigningJwk,
  signToken,
} from '@selvbetjent/oslonokkelen';
import { SimulatedBackend, volatileMemory } from '@selvbetjent/simulation';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { FaultProxy } from '../../fault-proxy';
import { type WorldTime } from './world-time';

/** Oslonøkkelen's back end with its key server, which can go away and change its key. */
export class Oslonokkelen {
  private readonly keys: PublicJwk[] = [];
  private readonly backEnds = new Map<string, SimulatedBackend>();
  private signingKey!: SigningJwk;
  private rotatedMs = 0;

  private constructor(
    private readonly time: WorldTime,
    private readonly server: Server,
    /** Between access and the key server. */
    readonly link: FaultProxy,
    /** Where access finds the key server; tokens name it as their issuer. */
    readonly url: string,
  ) {}

  static async start(time: WorldTime): Promise<Oslonokkelen> {
    const server = createServer((_request, response) => response.end(JSON.stringify({ keys: itself.keys })));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const direct = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const link = await FaultProxy.before(direct);
    const itself = new Oslonokkelen(time, server, link, link.through(direct).replace(/\/$/, ''));
    await itself.rotate();
    return itself;
  }

  /** By the process's monotonic clock. */
  get rotatedAtMs(): number {
    return this.rotatedMs;
  }

  /** A new key signs from now on; the old ones stay published, as the protocol wants. */
  async rotate(): Promise<void> {
    this.signingKey = (await generateSigningKey(`nemesis-${randomUUID()}`)).privateJwk;
    const { kid, kty, crv, x, y } = this.signingKey;
    this.keys.push({ kid, kty, crv, x, y });
    this.backEnds.clear();
    this.rotatedMs = performance.now();
  }

  /** The back end as it speaks to this replica of access; tokens are good for all of them. */
  async speakingTo(adapterUrl: string, audience: string): Promise<SimulatedBackend> {
    let backEnd = this.backEnds.get(adapterUrl);
    if (!backEnd) {
      const memory = volatileMemory<SigningJwk>();
      memory.save(this.signingKey);
      const environment = { now: () => this.time.now(), monotonicMs: () => performance.now() };
      backEnd = await SimulatedBackend.start({ adapterUrl, audience, issuer: this.url, memory, environment });
      this.backEnds.set(adapterUrl, backEnd);
    }
    return backEnd;
  }

  /** A token that nobody who may signs: of a key of its own under a published name. */
  async forge(audience: string, request: object): Promise<string> {
    const { privateJwk } = await generateSigningKey(this.signingKey.kid);
    const iat = Math.floor(this.time.now().getTime() / 1_000);
    const [iss, aud] = [schemeAndHost(this.url), schemeAndHost(audience)];
    const claims = { iss, aud, iat, exp: iat + 30, jti: randomUUID(), scope: ['action:execute'], request };
    return signToken(privateJwk, claims);
  }

  async stop(): Promise<void> {
    await this.link.close();
    this.server.closeAllConnections();
    this.server.close();
  }
}
