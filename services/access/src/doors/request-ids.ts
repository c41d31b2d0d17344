import { randomInt } from 'node:crypto';

const MAX_ID = 2 ** 31;

/** Ids of requests to devices that answer by id; random, so that replicas don't take each other's answers for theirs. */
export class RequestIds {
  constructor(private readonly random: () => number = () => randomInt(1, MAX_ID)) {}

  /** A positive integer below 2³¹. */
  next(): number {
    return this.random();
  }
}
