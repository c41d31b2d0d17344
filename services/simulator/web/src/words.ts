import type { DoorView } from './sim-types';

const kilos = new Intl.NumberFormat('nb-NO', { minimumFractionDigits: 1, maximumFractionDigits: 3 });

/** `182,3 kg` */
export function kg(grams: number): string {
  return `${kilos.format(grams / 1_000)} kg`;
}

/** `14.03.27` in the browser's own zone. */
export function clock(at: string): string {
  return new Date(at).toLocaleTimeString('nb-NO', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

export function doorWords({ open, locked }: DoorView): string {
  if (open) return 'Døren er åpen';
  return locked ? 'Døren er lukket og låst' : 'Døren er lukket, men ikke låst';
}

/** A weight as people write it, `2`, `2,5` or `2.5` kg, in whole grams; undefined when it is none. */
export function gramsOf(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(trimmed)) return undefined;
  const grams = Math.round(Number(trimmed) * 1_000);
  return grams > 0 && grams <= 1_000_000 ? grams : undefined;
}
