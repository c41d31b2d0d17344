// The embedded parts, for the bootstrap and for tests.
export { startMqtt } from './mqtt.mjs';
export { findNatsServer } from './nats-server.mjs';
export { startNats } from './nats.mjs';
export { ensureDatabase, removeDataDir, startPostgres } from './postgres.mjs';
