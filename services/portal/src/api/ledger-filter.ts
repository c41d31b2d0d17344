import { type CountDropOffs } from '@selvbetjent/contracts';
import { type LedgerQuery } from './figures.dto';

/** What a query asks for, as the ledger's owner is asked. */
export function ledgerFilter({ station, container, ...query }: LedgerQuery): Omit<CountDropOffs, 'replyType'> {
  const stations = station?.length === 1 ? { stationId: station[0] } : { stationIds: station };
  return { ...query, ...stations, containerId: container };
}
