import { type PlantedBug } from './planted-bug';

const INTAKE = 'services/dropoffs/src/scale-intake.ts';

/** What a visit is booked with. */
const BOOKING = {
  file: 'services/dropoffs/src/domain/bookings.ts',
  find: 'return { kind, grams, quality, reason, method, visitIds,',
};

/** Mistakes with readings and kilos: one is lost, doubled or invented. */
export const KILO_BUGS: readonly PlantedBug[] = [
  {
    name: 'acknowledged-before-commit',
    mistake: 'It is in memory: the scale may forget it.',
    edits: [
      {
        file: INTAKE,
        find: '    this.ahead.put({ message, confirm: confirm ?? done });',
        put: `    try {
      const { boot, readings } = JSON.parse(message.payload.toString()) as { boot: string; readings: { seq: number }[] };
      const ack = JSON.stringify({ boot, seq: Math.max(...readings.map(({ seq }) => seq)) });
      client.publish(message.topic.replace(/readings$/, 'ack'), ack, { qos: 1 });
    } catch {
      // Another make.
    }
    confirm?.();
    this.ahead.put({ message, confirm: confirm ? () => undefined : done });`,
      },
    ],
    breaks: ['I1', 'I2'],
    options: ['--faults', 'sessions-ended,postgres-stop'],
    provedBy: null,
  },
  {
    name: 'acknowledges-the-highest',
    mistake: 'Readings come in order: the newest number stands for all before it.',
    edits: [
      {
        file: 'services/dropoffs/src/record-readings.ts',
        find: 'const ack = { boot: key.boot, seq: contiguousSeq };',
        put: 'const ack = { boot: key.boot, seq: Math.max(contiguousSeq, ...boot.messages.flatMap(({ message }) => message.readings.map(({ seq }) => seq))) };',
      },
    ],
    breaks: ['I1', 'I2'],
    options: ['--faults', 'broker-kill,broker-wiped,half-open,cut', '--stations', '8'],
    provedBy: 'services/dropoffs/src/dropoffs.spec.ts',
  },
  {
    name: 'negative-clipped',
    mistake: 'People bring things; less than nothing is noise.',
    edits: [{ ...BOOKING, put: BOOKING.find.replace('grams,', 'grams: Math.max(0, grams),') }],
    breaks: ['I2'],
    options: ['--faults', 'reset'],
    provedBy: 'services/dropoffs/src/deterministic/deterministic.spec.ts',
  },
  {
    name: 'float-kilograms',
    mistake: 'Kilograms with decimals are easier to reckon with.',
    edits: [
      {
        ...BOOKING,
        put: BOOKING.find.replace('grams,', 'grams: Math.trunc((400.1 + grams / 1_000 - 400.1) * 1_000),'),
      },
    ],
    breaks: ['I2'],
    options: ['--faults', 'reset'],
    provedBy: 'services/dropoffs/src/deterministic/deterministic.spec.ts',
  },
  {
    name: 'retained-weight-used',
    mistake: 'What the broker keeps is the newest weight there is.',
    edits: [{ file: INTAKE, find: '    if (packet.retain) {', put: '    if (packet.retain && packet.qos > 2) {' }],
    breaks: ['I1', 'I2'],
    options: ['--faults', 'reset,broker-restart'],
    provedBy: null,
  },
  {
    name: 'booked-anew-each-time',
    mistake: 'A visit that is weighed again is booked again.',
    edits: [
      {
        file: 'services/dropoffs/src/domain/book-weighing.ts',
        find: 'const reversal = booked ? [{ ...booked, grams: 0 - booked.grams, reason: REVERSED }] : [];',
        put: 'const reversal: NewEntry[] = [];',
      },
    ],
    breaks: ['I2'],
    options: ['--faults', 'cut,devices-offline'],
    provedBy: 'services/dropoffs/src/domain/book-weighing.spec.ts',
  },
  {
    name: 'clocks-believed',
    mistake: 'A scale knows what time it is.',
    edits: [
      {
        file: 'services/dropoffs/src/boot-news.ts',
        find: 'message.sentAt ? correctionMs(clock, at.getTime(), receivedAt.getTime()) : 0;',
        put: '0;',
      },
    ],
    breaks: ['I2'],
    options: ['--faults', 'device-clocks', '--minutes', '2.5', '--stations', '10'],
    provedBy: 'services/dropoffs/src/dropoffs.spec.ts',
  },
];
