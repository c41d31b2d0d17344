export interface MaterialMapping {
  fraction: string;
  /** SSB's material in the table of waste from households, in its own words. */
  material: string;
  source: string;
}

const LIST = 'SSB, avfall frå hushalda, list of materials (KOSTRA)';
const own = (why: string): string => `${LIST}; ${why}`;

/**
 * Our fractions as KOSTRA counts materials. Which fraction is which material is our own reading where the names differ, to be
 * confirmed by the municipality. A mixture isn't here: nobody knows its materials before it is sorted, and it is reported by its name.
 */
export const SSB_MATERIALS: readonly MaterialMapping[] = [
  { fraction: 'residual', material: 'Restavfall', source: LIST },
  { fraction: 'paper', material: 'Papp', source: own('paper and cardboard are one material there') },
  { fraction: 'cardboard', material: 'Papp', source: LIST },
  { fraction: 'glass', material: 'Glas', source: LIST },
  { fraction: 'plastic', material: 'Plast', source: LIST },
  { fraction: 'metal', material: 'Metall', source: LIST },
  { fraction: 'electronics', material: 'EE-avfall', source: LIST },
  { fraction: 'food', material: 'Matavfall', source: LIST },
  { fraction: 'wood', material: 'Treavfall', source: LIST },
  { fraction: 'garden', material: 'Hageavfall', source: LIST },
  { fraction: 'textiles', material: 'Tekstil', source: LIST },
  { fraction: 'hazardous', material: 'Farleg avfall', source: LIST },
  { fraction: 'construction', material: 'Byggavfall', source: LIST },
  { fraction: 'soil', material: 'Forureina masser', source: own('soil that is handed in counts as contaminated') },
  { fraction: 'gypsum', material: 'Gips', source: LIST },
  { fraction: 'tyres', material: 'Bildekk', source: LIST },
  { fraction: 'furniture', material: 'Anna', source: own('no material of its own') },
  { fraction: 'other', material: 'Anna', source: LIST },
];
