import { type SentBoot, type StoredBoot } from '../evidence/evidence';
import { invariant } from './invariant';

type Found = { what: string; ids: string[] };

const keyOf = ({ deviceId, boot }: { deviceId: string; boot: string }): string => `${deviceId} ${boot}`;

/** What is acknowledged is stored, what is stored was sent, and by now everything is both. */
export const readingsKept = invariant(
  'I1',
  'every reading of a scale and every change of a door is stored once, and no other',
  ({ sentBoots, storedBoots }) => {
    const stored = new Map(storedBoots.map((boot) => [keyOf(boot), boot]));
    const known = new Set(sentBoots.map(keyOf));
    return [
      ...sentBoots.flatMap((sent) => lostOf(sent, stored.get(keyOf(sent)))),
      ...storedBoots
        .filter((boot) => !known.has(keyOf(boot)))
        .map((boot) => ({ what: `${boot.rows} of a boot that never was`, ids: [keyOf(boot)] })),
    ];
  },
);

function lostOf(sent: SentBoot, stored: StoredBoot | undefined): Found[] {
  const ids = [keyOf(sent)];
  if (!stored) return sent.lastSeq === 0 ? [] : [{ what: `all ${sent.lastSeq} of a boot are lost`, ids }];
  const gaps = [...stored.gaps];
  if (stored.lastSeq < sent.lastSeq) gaps.push({ from: stored.lastSeq + 1, to: sent.lastSeq });
  const found = gaps.map(({ from, to }) => {
    const where = from === 1 ? 'beginning' : to >= sent.lastSeq ? 'end' : 'middle';
    const isAcked = from <= sent.ackedSeq ? ', although acknowledged' : '';
    return { what: `${from} to ${to} of ${sent.lastSeq} are lost at the ${where}${isAcked}`, ids };
  });
  if (stored.lastSeq > sent.lastSeq)
    found.push({ what: `stored up to ${stored.lastSeq}, sent up to ${sent.lastSeq}`, ids });
  if (found.length > 0) return found;
  if (stored.rows !== sent.lastSeq) return [{ what: `${stored.rows} rows of ${sent.lastSeq}`, ids }];
  if (stored.sumGrams !== sent.sumGrams)
    return [{ what: `${stored.sumGrams} g stored together, ${sent.sumGrams} g sent`, ids }];
  return [];
}
