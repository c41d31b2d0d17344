// Loaded before a service: with the file that ANSWER_DEATH names in place, the portal dies once between its owner's commit and its own answer.
const { existsSync, unlinkSync } = require('node:fs');
const { Client } = require('pg');

const order = process.env.ANSWER_DEATH;
const query = Client.prototype.query;
Client.prototype.query = function diesFirst(config, ...rest) {
  const text = typeof config === 'string' ? config : (config?.text ?? '');
  if (text.startsWith('UPDATE answered_write') && existsSync(order)) {
    unlinkSync(order);
    process.kill(process.pid, 'SIGKILL');
  }
  return query.call(this, config, ...rest);
};
