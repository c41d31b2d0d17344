import { Inject, Injectable } from '@nestjs/common';
import { isRetired, type StationChanged } from '@selvbetjent/contracts';
import { Clock } from '@selvbetjent/platform';
import { setTimeout as delay } from 'node:timers/promises';
import { Owners } from '../owners';
import { PublicAddress } from './public-address';
import { structuredDataOf } from './structured-data';

const STATION_PATH = /^\/stasjon\/([a-z0-9][a-z0-9-]{0,39})\/?$/;
/** A page is shown without its data for search engines rather than late. */
const WAIT_MS = 500;

/** Puts a station's own title and data into the start page, so that those who run no scripts see them too. */
@Injectable()
export class StationPage {
  constructor(
    @Inject(Owners) private readonly owners: Owners,
    @Inject(PublicAddress) private readonly address: PublicAddress,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  isAt(path: string): boolean {
    return STATION_PATH.test(path);
  }

  /** @returns the page as it is when there is no such station, or nobody says in time. */
  async render(startPage: string, path: string): Promise<string> {
    const [, stationId = ''] = STATION_PATH.exec(path) ?? [];
    const station = await Promise.race([this.find(stationId), delay(WAIT_MS, null, { ref: false })]);
    const now = this.clock.now();
    if (!station || isRetired(station, now)) return startPage;
    // A slash that could end the script is written so that it can't; the same JSON all the same.
    const data = JSON.stringify(structuredDataOf(station, now, this.address.url)).replaceAll('<', String.raw`\u003c`);
    const script = `<script type="application/ld+json">${data}</script>`;
    return startPage
      .replace(/<title>.*?<\/title>/s, () => `<title>${escaped(station.name)}</title>`)
      .replace('</head>', () => `${script}</head>`);
  }

  private async find(stationId: string): Promise<StationChanged | null> {
    return this.owners.station(stationId).catch(() => null);
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
