import { connect } from 'mqtt';
import { Pool } from 'pg';
import { benchEnvironment } from './running-service';

/**
 * The least that a durable ingest does, to measure against: a message, one INSERT that commits by itself, the PUBACK. No registry, no clock,
 * no seqs, no acknowledgement to the device, no weighing.
 */
const { databaseUrl, mqttUrl } = benchEnvironment();
const pool = new Pool({ connectionString: databaseUrl, max: 1 });
const client = connect(mqttUrl, { clientId: 'bench-floor', clean: false, protocolVersion: 4 });

client.handleMessage = (packet, done) => {
  const { boot, readings } = JSON.parse(packet.payload.toString()) as {
    boot: string;
    readings: { seq: number; at: string; grams: number }[];
  };
  const device = packet.topic.split('/')[3];
  pool
    .query(
      `INSERT INTO bench_floor (device, boot, seq, at, grams)
       SELECT $1, $2, * FROM unnest($3::bigint[], $4::timestamptz[], $5::bigint[]) ON CONFLICT DO NOTHING`,
      [device, boot, readings.map(({ seq }) => seq), readings.map(({ at }) => at), readings.map(({ grams }) => grams)],
    )
    .then(
      () => done(),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
};
client.on('connect', () => {
  client.subscribe('selvbetjent/v1/+/+/readings', { qos: 1 }, () => process.send?.('ready'));
});
