import type { Flow, FlowView } from '../api-types';

/** The page of the ledger rows that a figure is the sum of; its query is the API's. */
export const ROWS_PATH = '/drift/tall/rader';

export interface FigurePlace {
  part: 'total' | 'period' | 'split';
  key: string;
  flow: Flow;
}

/**
 * @param stations as `stationsQuery` in `choice.ts`
 * @returns the address of the rows behind a figure; null where the ledger can't be asked for them (an origin or method that isn't known)
 */
export function rowsAddress(
  view: Pick<FlowView, 'from' | 'to' | 'periods' | 'split'>,
  { part, key, flow }: FigurePlace,
  stations: string,
): string | null {
  const query = new URLSearchParams(stations);
  const span = part === 'period' ? view.periods.find((period) => period.key === key) : view;
  query.set('from', span?.from ?? view.from);
  query.set('to', span?.to ?? view.to);
  query.set('flow', flow);
  if (part === 'split' && view.split) {
    if (key === 'unknown' && view.split !== 'station' && view.split !== 'fraction') return null;
    query.delete(view.split);
    query.set(view.split, key);
  }
  return `${ROWS_PATH}?${query}`;
}
