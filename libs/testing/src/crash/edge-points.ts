const MIGRATED = ['access', 'stations', 'dropoffs', 'tonnage', 'portal'];

/** Points of what services do with devices and residents, at which `edge-kill-points.cjs` strikes when they are ordered. */
export const EDGE_POINTS = [
  'dropoffs: readings: after commit, before PUBACK',
  'dropoffs: readings: after PUBACK, before ack',
  'dropoffs: readings: after ack',
  'access: door changes: after commit, before ack',
  'access: door changes: after ack',
  'access: unlock: after decision, before command',
  'access: unlock: after command, before result',
  'access: unlock: after result, before outcome',
  'access: unlock: after outcome, before answer',
];

/** The same while a service makes its tables, which it does once. */
export const MIGRATION_POINTS = MIGRATED.flatMap((service) =>
  ['in a migration, before its commit', 'between migrations'].map((point) => `${service}: ${point}`),
);
