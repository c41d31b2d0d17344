import { type Author } from '@selvbetjent/contracts';
import { createHash, randomUUID } from 'node:crypto';

/** An id that is the same for the same author, place and Idempotency-Key: who got no answer and asks again makes no second one. */
export function idForKey({ subject }: Author, place: string, key: string | undefined): string {
  if (!key) return randomUUID();
  const hash = createHash('sha256')
    .update(JSON.stringify([subject, place, key]))
    .digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
