import { api } from '../api';
import { isOutage } from '../problem';
import { Resource } from '../resource.svelte';
import { mayActFor, session } from '../session.svelte';
import type { StationParts } from './attention';

/** What is known of all one's stations, from each owner by itself: one that doesn't answer hides nothing of the others. */
export class Overview {
  readonly stations = new Resource(api.stations);
  readonly alarms = new Resource(() => ofMine(api.standingAlarms));
  readonly doors = new Resource(() => ofMine(api.doors));
  readonly scales = new Resource(() => ofMine(async (station) => (await api.devices(station)).scales));
  readonly days = new Resource(() => ofMine(api.today));

  load = (): void => {
    for (const part of [this.stations, this.alarms, this.doors, this.scales, this.days]) void part.load();
  };

  /** What a closure changes. */
  loadHours = async (): Promise<void> => {
    await Promise.all([this.stations.load(), this.days.load()]);
  };

  /** Those that one is responsible for; undefined before any are known. */
  get mine(): StationParts[] | undefined {
    const [alarms, doors, scales] = [this.alarms.value ?? null, this.doors.value ?? null, this.scales.value ?? null];
    return this.stations.value
      ?.filter(({ id }) => mayActFor(id))
      .map((station) => {
        const day = this.days.value?.find(({ stationId }) => stationId === station.id) ?? null;
        return { station, alarms, doors, scales, day };
      });
  }

  /** Names of the parts that aren't told now. */
  get silent(): string[] {
    return this.#parts.filter(([, { problem }]) => isOutage(problem)).map(([name]) => name);
  }

  /** Why a part was refused, as it is when one's session is over; undefined when none was. */
  get refusal(): unknown {
    return this.#parts.map(([, { problem }]) => problem).find((problem) => problem !== undefined && !isOutage(problem));
  }

  get #parts(): [name: string, part: Resource<unknown>][] {
    return [
      ['alarmer', this.alarms],
      ['dører', this.doors],
      ['vekter', this.scales],
      ['dagens tall', this.days],
    ];
  }

  /** Whether every part has answered, or failed to. */
  get isWhole(): boolean {
    const parts = [this.stations, ...this.#parts.map(([, part]) => part)];
    return parts.every(({ value, problem }) => value !== undefined || problem !== undefined);
  }
}

/** All at once for who is responsible for all, otherwise station by station. */
async function ofMine<T>(ask: (station?: string) => Promise<T[]>): Promise<T[]> {
  if (mayActFor('*')) return ask();
  const ids = session.value?.stations ?? [];
  return (await Promise.all(ids.map((id) => ask(id)))).flat();
}
