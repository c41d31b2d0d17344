import { tick } from 'svelte';
import { ApiProblem } from './problem';

export interface Warning {
  code: string;
  message: string;
}

/** A change that the server may answer with warnings to confirm, with "somebody else saved", or with "sign in again". */
export class ConfirmedWrite {
  sending = $state(false);
  problem = $state.raw<unknown>();
  warnings = $state.raw<Warning[]>([]);
  confirmed = $state(false);
  mustConfirm = $state(false);
  signInNeeded = $state(false);
  stale = $state(false);
  box = $state<HTMLInputElement>();

  /**
   * Sends it; warnings that are known beforehand are asked about first.
   * @returns whether it was done; why not is in the fields
   */
  async run(send: (confirm: { confirm?: true }) => Promise<unknown>, known: readonly Warning[] = []): Promise<boolean> {
    if (this.sending) return false;
    if ((this.warnings.length > 0 || known.length > 0) && !this.confirmed) return this.askToConfirm();
    this.sending = true;
    this.problem = undefined;
    this.stale = false;
    this.signInNeeded = false;
    try {
      await send(this.confirmed ? { confirm: true } : {});
      this.reset();
      return true;
    } catch (error) {
      this.refused(error);
      return false;
    } finally {
      this.sending = false;
    }
  }

  /** For when the change itself becomes another. */
  reset(): void {
    this.problem = undefined;
    this.warnings = [];
    this.confirmed = false;
    this.mustConfirm = false;
    this.signInNeeded = false;
    this.stale = false;
  }

  private async askToConfirm(): Promise<false> {
    this.mustConfirm = true;
    await tick();
    this.box?.focus();
    return false;
  }

  private refused(error: unknown): void {
    if (error instanceof ApiProblem && error.warnings.length > 0) this.warnings = error.warnings;
    else if (error instanceof ApiProblem && error.code === 'stale_version') this.stale = true;
    else if (error instanceof ApiProblem && error.code === 'recent_sign_in_needed') this.signInNeeded = true;
    else this.problem = error;
  }
}
