import { type DeviceMemory, volatileMemory } from './device-memory';

export interface ContainerContents {
  loadGrams: number;
}

export interface SimulatedContainerOptions {
  /** Contents of a container that remembers none. */
  loadGrams?: number;
  memory?: DeviceMemory<ContainerContents>;
  onChange?: () => void;
}

/** The container on its scale: what lies in it, to the gram, and the people who stand in it or lean on it. */
export class SimulatedContainer {
  private readonly memory: DeviceMemory<ContainerContents>;
  private load: number;
  private people = 0;

  constructor(private readonly options: SimulatedContainerOptions = {}) {
    this.memory = options.memory ?? volatileMemory();
    this.load = this.memory.load()?.loadGrams ?? options.loadGrams ?? 0;
  }

  /** The goods: the truth that a ledger is compared with. */
  get loadGrams(): number {
    return this.load;
  }

  get peopleGrams(): number {
    return this.people;
  }

  /** All that the scale feels. */
  get weightGrams(): number {
    return this.load + this.people;
  }

  /** @throws RangeError unless it is a whole number of grams above zero */
  putIn(grams: number): void {
    this.change(checked(grams));
  }

  /** @returns what there was to take: no more than lies in it. */
  takeOut(grams: number): number {
    const taken = Math.min(checked(grams), this.load);
    this.change(-taken);
    return taken;
  }

  /** Somebody stands in it or leans on it; 0 when nobody does. */
  lean(grams: number): void {
    this.people = grams;
    this.options.onChange?.();
  }

  private change(grams: number): void {
    this.load += grams;
    this.memory.save({ loadGrams: this.load });
    this.options.onChange?.();
  }
}

function checked(grams: number): number {
  if (!Number.isSafeInteger(grams) || grams <= 0) throw new RangeError('grams must be a whole number above zero');
  return grams;
}
