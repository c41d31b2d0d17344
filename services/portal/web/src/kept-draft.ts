/** What wasn't saved, kept in this tab: a sign-in in between must not lose it. */
export class KeptDraft<T extends object> {
  /** @param usable whether something found under the name is a draft of this kind */
  constructor(
    private readonly name: string,
    private readonly usable: (found: Partial<T>) => boolean,
  ) {}

  read(): T | null {
    try {
      const found = JSON.parse(sessionStorage.getItem(this.name) ?? 'null') as T | null;
      return found && this.usable(found) ? found : null;
    } catch {
      return null;
    }
  }

  keep(draft: T): void {
    sessionStorage.setItem(this.name, JSON.stringify(draft));
  }

  forget(): void {
    sessionStorage.removeItem(this.name);
  }
}
