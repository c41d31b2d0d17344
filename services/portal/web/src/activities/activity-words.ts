import type { Activity, ActivityGoods, ActivityKind } from '../api-types';
import { fractionName } from '../format/fractions';
import { kilos, plural } from '../format/kilos';

export const ACTIVITY_NAMES: Record<ActivityKind, string> = {
  market: 'Marked',
  repair: 'Reparasjonskveld',
  swap: 'Byttemarked eller byttedag',
  workshop: 'Verksted eller kurs',
  'give-away': 'Utdeling',
  construction: 'Bygget av gjenbrukte ting',
  storage: 'Lager for andre',
  celebration: 'Markering',
  other: 'Annet',
};
export const METHOD_NAMES: Record<ActivityGoods['method'], string> = { weighed: 'Veid', estimated: 'Anslått' };
export const ORIGIN_NAMES: Record<ActivityGoods['origin'], string> = { household: 'Husholdning', business: 'Næring' };

/** `12,3 kg Møbler (veid), 4,0 kg Tekstiler (anslått)` */
export function goodsWords(goods: readonly ActivityGoods[]): string {
  return goods
    .map(
      ({ grams, fraction, method }) =>
        `${kilos(grams)} kg ${fractionName(fraction)} (${METHOD_NAMES[method].toLowerCase()})`,
    )
    .join(', ');
}

/** `70 besøkende, 12 reparerte ting`; what nobody counted isn't told. */
export function countWords({ visitors, items, repairedItems, helpers }: Activity): string {
  return [
    visitors !== null && plural(visitors, 'besøkende', 'besøkende'),
    items !== null && plural(items, 'ting', 'ting'),
    repairedItems !== null && plural(repairedItems, 'reparert ting', 'reparerte ting'),
    helpers !== null && plural(helpers, 'hjelper', 'hjelpere'),
  ]
    .filter((words) => words !== false)
    .join(', ');
}
