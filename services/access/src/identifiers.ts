import { createHmac } from 'node:crypto';

/** Request ids and token ids are kept only like this: equal ones can be recognised, none can be read back. */
export class Identifiers {
  constructor(private readonly key: string) {}

  hash(kind: 'request' | 'token', value: string): Buffer {
    return createHmac('sha256', this.key).update(`${kind}:${value}`).digest();
  }
}
