import { connectAsync } from 'mqtt';
import { type Fault, repeatedly } from './fault';

/** Of each channel; a door's results are few, and readings many. */
const REMEMBERED = 100;
const CHANNELS = ['readings', 'state', 'result'];

/** What devices said is said again by the network: up to four times, and in another order. */
export const echo: Fault = {
  name: 'echo',
  strike: async (strike) => {
    const client = await connectAsync(strike.bed.servers.mqtt.url, { reconnectPeriod: 500, queueQoSZero: false });
    client.on('error', () => undefined);
    const heard = new Map(CHANNELS.map((channel): [string, { topic: string; payload: Buffer }[]] => [channel, []]));
    const said = new Set<string>();
    client.on('message', (topic, payload, { retain }) => {
      const isOurs = said.delete(`${topic} ${payload.toString('base64')}`);
      if (isOurs || retain) return;
      const own = heard.get(topic.split('/').at(-1) ?? '') ?? [];
      own.push({ topic, payload });
      if (own.length > REMEMBERED) own.shift();
    });
    const topics = CHANNELS.map((channel) => `selvbetjent/v1/+/+/${channel}`);
    client.on('connect', () => void client.subscribe(topics, { qos: 1 }));
    client.subscribe(topics, { qos: 1 });
    try {
      await repeatedly(strike, [50, 300], () => {
        if (!client.connected) return;
        const again = [...heard.values()].flatMap((own) =>
          strike.random.shuffled(own).slice(0, 1 + strike.random.integer(4)),
        );
        for (const { topic, payload } of again) {
          for (let times = strike.random.integer(4); times >= 0; times -= 1) {
            said.add(`${topic} ${payload.toString('base64')}`);
            client.publish(topic, payload, { qos: 1 });
            strike.injected('message said again');
          }
        }
      });
    } finally {
      await client.endAsync(true);
    }
  },
};
