import type { Completeness, Flow, FlowFigure, FlowView, Split } from '../api-types';
import { fractionName } from '../format/fractions';
import { count, kilos, percent, percentUp, plural, roundKilos, signedPercent, signedRoundKilos } from '../format/kilos';
import { longDate, periodName } from '../format/time';
import type { Against, DateRange, Preset } from './choice';

export const FLOW_NAMES: Record<Flow, string> = {
  deliveredToReuseGrams: 'Levert til ombruk',
  deliveredToRecyclingGrams: 'Levert til gjenvinning',
  deliveredAsResidualGrams: 'Levert som restavfall',
  deliveredAsHazardousGrams: 'Levert som farlig avfall',
  takenOutForReuseGrams: 'Tatt med til ombruk',
  takenOutOfOthersGrams: 'Tatt med fra andre containere',
  becameWasteGrams: 'Ble til avfall',
};
export const PRESET_NAMES: Record<Preset, string> = {
  'denne-maneden': 'Denne måneden',
  'forrige-maned': 'Forrige måned',
  'i-ar': 'I år',
  'i-fjor': 'I fjor',
  egne: 'Egne datoer',
};
export const SPLIT_NAMES: Record<Split, string> = {
  station: 'Stasjon',
  fraction: 'Fraksjon',
  method: 'Metode',
  origin: 'Opphav',
};
export const AGAINST_NAMES: Record<Against, string> = { before: 'Perioden før', year: 'Samme tid året før' };

const PARTS: Record<string, string> = {
  weighed: 'Veid',
  estimated: 'Anslått',
  household: 'Husholdning',
  business: 'Næring',
  unknown: 'Ukjent',
};
/** Below it the figures are too low by so much that it has to be said first. */
const GOOD_SHARE = 0.9;

/** A station, fraction, method or origin; codes without a name keep their letters. */
export function partName(split: Split, key: string, stationName: (id: string) => string): string {
  if (split === 'station') return stationName(key);
  return PARTS[key] ?? (split === 'fraction' ? fractionName(key) : key);
}

/** `1.–21. november 2026`, `1. januar 2025 – 21. november 2026` */
export function rangeName({ from, to }: DateRange): string {
  if (from === to) return longDate(from);
  if (from.slice(0, 7) === to.slice(0, 7)) return `${Number(from.slice(8))}.–${longDate(to)}`;
  const start = longDate(from);
  return `${from.slice(0, 4) === to.slice(0, 4) ? start.slice(0, -5) : start} – ${longDate(to)}`;
}

/** `+12,3 kg (+10,2 %)`; without a percentage where there was nothing before. */
export function changeText({ before }: FlowFigure): string {
  if (before === null) return '–';
  const share = before.percent === null ? '' : ` (${signedPercent(before.percent / 100)})`;
  return `${signedRoundKilos(before.differenceGrams)} kg${share}`;
}

/** `før 10,2: +2,1 kg (+20,6 %)`; where there was nothing before, the figure itself is the change. */
export function beforeText(figure: FlowFigure): string {
  const was = figure.before?.grams ?? 0;
  return was === 0 ? 'før 0' : `før ${roundKilos(was)}: ${changeText(figure)}`;
}

/** What of a figure isn't sure, or was changed by people; nothing where all is weighed and sure. */
export function doubtText({ grams, uncertainGrams, correctedGrams }: FlowFigure): string {
  const share = grams > 0 && uncertainGrams > 0 ? ` (${percentUp(uncertainGrams / grams)})` : '';
  return [
    uncertainGrams !== 0 && `usikkert: ${kilos(uncertainGrams)} kg${share}`,
    correctedGrams !== 0 && `rettet for hånd: ${kilos(correctedGrams)} kg`,
  ]
    .filter(Boolean)
    .join(', ');
}

export interface CompleteWords {
  /** Whether the figures must be read with care; that is said first. */
  doubtful: boolean;
  verdict: string;
  sentences: string[];
}

/** How far a range's figures can be relied on, in plain words. */
export function completeWords(complete: Completeness, deliveredGrams: number): CompleteWords {
  const weighed = shareOf(complete.weighedMinutes, complete.openMinutes);
  const trusted = shareOf(complete.trustedVisits, complete.visits);
  const unknown = complete.openMinutes > 0 && weighed === null;
  const low = [weighed, trusted].some((share) => share !== null && share < GOOD_SHARE);
  const corrected = deliveredGrams > 0 ? shareOf(complete.correctedGrams ?? 0, deliveredGrams) : null;
  return {
    doubtful: unknown || low,
    verdict: unknown
      ? deliveredGrams === 0
        ? 'Ingenting er veid eller ført for denne tiden. 0 kg betyr at vi ikke vet.'
        : 'Vi vet ikke om vektene var i gang, så tallene kan være for lave.'
      : low
        ? 'Tallene kan være for lave eller unøyaktige.'
        : 'Nesten alt er veid sikkert.',
    sentences: [
      weighed === null
        ? complete.openMinutes === 0
          ? 'Ingen stasjon hadde åpent.'
          : 'Vi vet ikke hvor stor del av åpningstiden vektene var i gang.'
        : `Vektene var i gang ${percent(weighed)} av åpningstiden.`,
      trusted === null
        ? 'Ingen besøk er kjent.'
        : `${count(complete.trustedVisits)} av ${plural(complete.visits, 'besøk', 'besøk')} (${percent(trusted)}) er veid sikkert.`,
      ...((complete.uncertainGrams ?? 0) !== 0
        ? [`${kilos(complete.uncertainGrams ?? 0)} kg av det leverte er usikkert.`]
        : []),
      ...((complete.correctedGrams ?? 0) > 0
        ? [
            `${kilos(complete.correctedGrams ?? 0)} kg er rettet for hånd${corrected === null ? '' : ` (${percentUp(corrected)} av det leverte)`}.`,
          ]
        : []),
      ...((complete.quarantinedGrams ?? 0) > 0
        ? [`${kilos(complete.quarantinedGrams ?? 0)} kg er så usannsynlig at det ikke er med.`]
        : []),
    ],
  };
}

/** All that was delivered, now or before; taken off nothing. */
export function deliveredGrams(figures: readonly FlowFigure[], gramsOf: (figure: FlowFigure) => number): number {
  const delivered = figures.filter(({ part, flow }) => part === 'total' && flow.startsWith('delivered'));
  return delivered.reduce((sum, figure) => sum + gramsOf(figure), 0);
}

/** The chart in a sentence, for who can't see it. */
export function chartSummary({ flows, figures, by, periods }: FlowView): string {
  const totals = flows.map((flow) => {
    const total = figures.find((figure) => figure.part === 'total' && figure.flow === flow);
    return `${FLOW_NAMES[flow].toLowerCase()} ${roundKilos(total?.grams ?? 0)} kg`;
  });
  const highest = figures
    .filter(({ part, grams }) => part === 'period' && grams > 0)
    .reduce<FlowFigure | null>((top, figure) => (top === null || figure.grams > top.grams ? figure : top), null);
  const peak = highest ? ` Mest var ${FLOW_NAMES[highest.flow].toLowerCase()} ${periodName(highest.key)}.` : '';
  return `Stolpediagram over ${plural(periods.length, ...PERIOD_WORDS[by])}: ${totals.join(', ')}.${peak} Tallene står i tabellen under.`;
}

export const PERIOD_WORDS: Record<FlowView['by'], [string, string]> = {
  day: ['dag', 'dager'],
  week: ['uke', 'uker'],
  month: ['måned', 'måneder'],
  year: ['år', 'år'],
};

function shareOf(part: number | null, whole: number): number | null {
  return part === null || whole <= 0 ? null : part / whole;
}
