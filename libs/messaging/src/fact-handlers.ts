import { Injectable } from '@nestjs/common';
import { type MessageHandler } from '@nestjs/microservices';
import { type ContractClass, factType, InvalidBody, parseBody } from '@selvbetjent/contracts';
import { isContention } from '@selvbetjent/database';
import { runInTrace } from '@selvbetjent/platform';
import { isObservable, lastValueFrom } from 'rxjs';
import { Delivery, PermanentFailure } from './delivery';
import { described, type Envelope } from './envelope';
import { countConsumed } from './fact-points';

export interface Fault {
  /** Trying again cannot help. */
  permanent: boolean;
  /** Others in our own database were in its way. */
  isContention: boolean;
  reason: string;
}

/** The service's handlers, one per fact, and how one of them is called. */
@Injectable()
export class FactHandlers {
  private readonly byType = new Map<string, { contract: ContractClass; handler: MessageHandler }>();

  add(contract: ContractClass, handler: MessageHandler): void {
    const type = factType(described(contract));
    if (this.byType.has(type)) throw new Error(`${type} has two handlers in one service`);
    this.byType.set(type, { contract, handler });
  }

  contracts(): ContractClass[] {
    return [...this.byType.values()].map(({ contract }) => contract);
  }

  /** Runs the handler in the fact's trace, to its end. @returns null after success. */
  async handle(type: string, envelope: Envelope | null, text: string, deliveryCount: number): Promise<Fault | null> {
    const ended = countConsumed(type);
    try {
      const entry = this.byType.get(type);
      if (!entry) throw new PermanentFailure(`nothing here handles ${type}`);
      if (!envelope) throw new PermanentFailure('no CloudEvents headers');
      const body = parseBody(entry.contract, JSON.parse(text));
      const { id, time, subject, traceparent } = envelope;
      const delivery = new Delivery(id, type, new Date(time), subject, deliveryCount);
      await runInTrace(traceparent, () => toEnd(entry.handler(body, delivery)));
      ended();
      return null;
    } catch (error) {
      ended((error as Error).name);
      const permanent =
        error instanceof PermanentFailure || error instanceof InvalidBody || error instanceof SyntaxError;
      return { permanent, isContention: isContention(error), reason: (error as Error).message };
    }
  }
}

/** NestJS answers with a promise of an observable, which carries the handler's error. */
async function toEnd(answer: Promise<unknown>): Promise<void> {
  const result = await answer;
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
