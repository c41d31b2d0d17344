/** What staff and operators call the fractions; any other word is a fraction too, and is shown as it is. */
export const FRACTION_NAMES: Readonly<Record<string, string>> = {
  'mixed-reuse': 'Blandet ombruk',
  furniture: 'Møbler',
  textiles: 'Klær og tekstiler',
  books: 'Bøker',
  toys: 'Leker',
  kitchenware: 'Kjøkkenting',
  sports: 'Sportsutstyr',
  bicycles: 'Sykler',
  electronics: 'Elektrisk og elektronisk',
  construction: 'Byggevarer',
  wood: 'Trevirke',
  metal: 'Metall',
  plastic: 'Plast',
  paper: 'Papir og papp',
  'mixed-recycling': 'Blandet gjenvinning',
  residual: 'Restavfall',
  other: 'Annet',
};

export function fractionName(fraction: string): string {
  return FRACTION_NAMES[fraction] ?? fraction;
}
