import type { Calibration, CalibrationPlace } from '../api-types';
import { kilos } from '../format/kilos';

type Verdict = Calibration['verdict'];

export const PLACE_NAMES: Record<CalibrationPlace, string> = {
  empty: 'Tom vekt',
  centre: 'Kjent vekt i midten',
  'corner-1': 'Første hjørne',
  'corner-2': 'Andre hjørne',
  'corner-3': 'Tredje hjørne',
  'corner-4': 'Fjerde hjørne',
};

export const PLACE_TASKS: Record<CalibrationPlace, string> = {
  empty: 'Ta alt av vekten. Gå unna, og vent til tallene ligger i ro.',
  centre: 'Sett noe med kjent vekt midt på. Gå unna igjen.',
  'corner-1': 'Flytt den samme vekten til et hjørne.',
  'corner-2': 'Flytt den til neste hjørne.',
  'corner-3': 'Flytt den til det tredje hjørnet.',
  'corner-4': 'Flytt den til det siste hjørnet.',
};

const FAULTS: Record<string, string> = {
  no_empty: 'Tom vekt mangler. Begynn på nytt med tom vekt.',
  no_known_weight: 'Kjent vekt mangler. Sett noe med kjent vekt på.',
  too_light: 'Vekten du brukte er for lett til å si noe. Bruk en tyngre.',
  restless: 'Tallene lå ikke i ro. Vent lenger, og unngå vind.',
  wrong_weight: 'Vekten viser feil. Juster den, eller bestill service.',
  uneven_corners: 'Hjørnene viser ulikt. Sjekk om noe ligger under containeren, eller om en veiecelle er løs.',
};

/** Whether the scale is good, in one line. */
export function verdictHeadline({ passed }: Verdict): string {
  return passed ? 'Vekten er god nok' : 'Vekten er ikke god nok';
}

/** The figures, then what is wrong and what to do about it. */
export function verdictLines({ errorGrams, cornerGrams, allowedGrams, faults }: Verdict): string[] {
  return [
    ...(errorGrams === null ? [] : [`Største feil ${kilos(errorGrams)} kg, tillatt ${kilos(allowedGrams)} kg.`]),
    ...(cornerGrams === null ? [] : [`Største forskjell mellom stedene ${kilos(cornerGrams)} kg.`]),
    ...faults.map((fault) => FAULTS[fault] ?? fault.replaceAll('_', ' ')),
  ];
}
