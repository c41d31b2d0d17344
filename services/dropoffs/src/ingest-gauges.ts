import { Inject, Injectable } from '@nestjs/common';
import { Database, offerTableGauges, type TableFigures } from '@selvbetjent/database';

const FIGURES: TableFigures = {
  selvbetjent_readings_missing: {
    help: 'Readings that were skipped by their scales and are still missing',
    sql: `SELECT coalesce(sum(upper(part) - lower(part)), 0)::float AS value
          FROM boots, unnest(int8multirange(int8range(1, greatest(upper(received), 1))) - received) AS part
          WHERE heard_at > now() - interval '30 days'`,
  },
  selvbetjent_readings_conflicting: {
    help: 'Readings that came again with other content',
    sql: 'SELECT coalesce(sum(conflicts), 0)::float AS value FROM boots',
  },
  selvbetjent_devices_contested: {
    help: 'Devices that spoke under one name with another during the last hour',
    sql: `SELECT count(DISTINCT device_id)::float AS value FROM boots WHERE contested_at > now() - interval '1 hour'`,
  },
  selvbetjent_poison_payloads: {
    help: 'Kept payloads that could not be used and were not replayed',
    sql: 'SELECT count(*)::float AS value FROM poison_payloads WHERE replayed_at IS NULL',
  },
  selvbetjent_scale_listener_contested: {
    help: '1 while the session at the MQTT broker is taken from us again and again',
    sql: 'SELECT max(contested::int)::float AS value FROM scale_listener',
  },
  selvbetjent_broker_dropped: {
    help: 'Messages that the MQTT broker says it has dropped since its start',
    sql: 'SELECT max(broker_dropped)::float AS value FROM scale_listener',
  },
};

/** What scales have sent that is missing, contested or of no use. */
@Injectable()
export class IngestGauges {
  constructor(@Inject(Database) database: Database) {
    offerTableGauges(database, FIGURES);
  }
}
