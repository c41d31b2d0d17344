import { type Rate, TokenBuckets } from './domain/token-buckets';

/** A backlog goes in bursts; on average a device gets this often to upload. */
const OF_DEVICE: Rate = { burst: 30, perSecond: 3 };
/** Refused keys of one address: a key mistyped on a few devices, and nobody who tries them. */
const OF_REFUSALS: Rate = { burst: 60, perSecond: 0.2 };
/** Of as many devices it is remembered that their key was good. */
const MOST_DEVICES = 10_000;

export interface Uploader {
  deviceId: string;
  keyHash: string;
  /** Where it comes from, by `networkOf`. */
  network: string;
}

/** How often a device may upload, and an address try keys. A device whose key was good lately isn't held up by its neighbours. */
export class UploadRates {
  private readonly ofDevice = new TokenBuckets(OF_DEVICE);
  private readonly ofRefusals = new TokenBuckets(OF_REFUSALS);
  private readonly good = new Set<string>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** @returns the seconds to wait, 0 when it may go on now. */
  waitSeconds(uploader: Uploader): number {
    const name = nameOf(uploader);
    const forOthers = this.good.has(name) ? 0 : this.secondsAfterRefusals(uploader.network);
    return forOthers || this.ofDevice.waitSeconds(name, this.nowMs());
  }

  /** @returns the seconds until an address may try the next key, 0 when it may now. */
  secondsAfterRefusals(network: string): number {
    return this.ofRefusals.secondsUntilNext(network, this.nowMs());
  }

  accepted(uploader: Uploader): void {
    const name = nameOf(uploader);
    this.good.delete(name);
    this.good.add(name);
    const [oldest] = this.good;
    if (this.good.size > MOST_DEVICES && oldest !== undefined) this.good.delete(oldest);
  }

  refused(uploader: Uploader): void {
    this.good.delete(nameOf(uploader));
    this.ofRefusals.waitSeconds(uploader.network, this.nowMs());
  }
}

function nameOf({ deviceId, keyHash }: Uploader): string {
  return `${deviceId} ${keyHash}`;
}
