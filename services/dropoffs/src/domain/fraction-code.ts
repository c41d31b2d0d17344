/** Our fractions as NS 9431 counts them. The standard isn't free; the table is our own reading of it, and to be confirmed by the municipality. */
const NS_9431: Readonly<Record<string, string>> = {
  'mixed-reuse': '9912',
  'mixed-recycling': '9912',
  textiles: '1911',
  paper: '1299',
  cardboard: '1231',
  glass: '1322',
  metal: '1452',
  wood: '1149',
  plastic: '1799',
  electronics: '1599',
  residual: '9911',
};

/** @returns the four digits of NS 9431, null for a fraction that the table doesn't know. */
export function fractionCodeOf(fraction: string): string | null {
  return NS_9431[fraction] ?? null;
}
