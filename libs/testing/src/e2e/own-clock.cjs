/** Preloaded into a service: its Clock shows the instant that stands in CLOCK_FILE, in epoch milliseconds. Timers and the database go on as ever. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { CLOCK_FILE } = process.env;

if (CLOCK_FILE && /dist\/services\//.test(process.argv[1] ?? '')) {
  const { SystemClock } = require(join(__dirname, '../../../../dist/libs/platform/src/clock.js'));
  SystemClock.prototype.now = () => new Date(Number(readFileSync(CLOCK_FILE, 'utf8')));
}
