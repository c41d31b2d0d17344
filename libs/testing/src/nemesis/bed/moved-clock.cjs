/** Preloaded into a service: its Clock is ahead of the machine's by the milliseconds that stand in CLOCK_AHEAD_FILE. Timers and the database go on as ever. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { CLOCK_AHEAD_FILE: file } = process.env;
const dist = /^(.*)\/services\/[a-z]+\/src\/main\.js$/.exec(process.argv[1] ?? '')?.[1];

if (file && dist) {
  const { SystemClock } = require(join(dist, 'libs/platform/src/clock.js'));
  SystemClock.prototype.now = () => new Date(Date.now() + Number(readFileSync(file, 'utf8')));
}
