// MQTT 3.1.1 broker for development and demos: node mqtt-broker.mjs <host> <port>. All it knows is in memory.
import { createServer } from 'node:net';
import { Aedes } from 'aedes';

const [host, port] = process.argv.slice(2);
const broker = await Aedes.createBroker();
const server = createServer({ noDelay: true }, broker.handle);

server.on('error', (error) => {
  console.error(`Error: ${error.message}`);
  process.exit(1);
});
broker.on('clientError', (client, error) => console.log(`client ${client?.id}: ${error.message}`));
broker.on('connectionError', (client, error) => console.log(`connection ${client?.id}: ${error.message}`));
server.listen({ host, port: Number(port) }, () => console.log(`MQTT on ${host}:${port}`));

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close();
    broker.close(() => process.exit(0));
  });
}
