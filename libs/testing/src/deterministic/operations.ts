interface Operation {
  /** The process that waits for it. */
  owner: object;
  name: string;
  isReady: () => boolean;
  /** A pause: nothing that could fail. */
  isCertain: boolean;
  act: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** How an operation ends: done; not done, and said so; done, and nobody learns it. */
export type Ending = 'done' | 'failed' | 'unanswered';

/** What processes of a simulated world have asked of their surroundings: it is the simulation that lets it happen, or not. */
export class Operations {
  private readonly pending: Operation[] = [];
  private readonly dead = new WeakSet<object>();

  /** Takes effect, by `act`, when the simulation says so, and not before it is ready. */
  begin<T>(owner: object, name: string, act: () => T, isReady: () => boolean = () => true): Promise<T> {
    if (this.dead.has(owner)) return Promise.reject(new Error('The process is gone'));
    return this.add({ owner, name, isReady, isCertain: false, act });
  }

  /** Ends when the simulation says so; for a process that dies, at once. */
  pause(owner: object): Promise<void> {
    if (this.dead.has(owner)) return Promise.resolve();
    return this.add({ owner, name: 'pause', isReady: () => true, isCertain: true, act: () => undefined });
  }

  /** @returns how many could end now */
  get ready(): number {
    return this.pending.reduce((count, { isReady }) => count + Number(isReady()), 0);
  }

  isDead(owner: object): boolean {
    return this.dead.has(owner);
  }

  /** @param pick in [0, 1), which of those that are ready. @returns its name, null when none is */
  async end(pick: number, how: Ending = 'done'): Promise<string | null> {
    const ready = this.pending.filter(({ isReady }) => isReady());
    const operation = ready[Math.floor(pick * ready.length)];
    if (!operation) return null;
    this.pending.splice(this.pending.indexOf(operation), 1);
    finish(operation, how);
    await new Promise(setImmediate);
    return operation.name;
  }

  /** Nothing of it happens any more, but for what the surroundings had taken already. */
  kill(owner: object, isTaken: (name: string) => boolean): void {
    this.dead.add(owner);
    const own = this.pending.filter((operation) => operation.owner === owner);
    for (const operation of own) {
      this.pending.splice(this.pending.indexOf(operation), 1);
      finish(operation, operation.isReady() && isTaken(operation.name) ? 'unanswered' : 'failed');
    }
  }

  private add<T>(operation: Omit<Operation, 'act' | 'resolve' | 'reject'> & { act: () => T }): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.pending.push({ ...operation, resolve: resolve as (value: unknown) => void, reject });
    });
  }
}

function finish({ act, resolve, reject, name, isCertain }: Operation, how: Ending): void {
  try {
    const value = how === 'failed' ? undefined : act();
    if (how === 'done' || isCertain) resolve(value);
    else reject(new Error(`${name}: the connection broke`));
  } catch (error) {
    reject(error as Error);
  }
}
