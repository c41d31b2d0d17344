import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { root } from '../local/paths.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'trosterud');
const source = 'Sluttrapport Trosterud 2023';
const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: defaultUrl() },
    client: { type: 'string', default: 'demo-operator' },
    secret: { type: 'string', default: 'demo' },
  },
});

try {
  await enterAll();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** Enters the example through the HTTP API, as a person would; what is there already stays as it is. */
async function enterAll() {
  const call = caller(await token());
  const { station, activities } = parse(readFileSync(join(folder, 'activities.yaml'), 'utf8'), { merge: true });
  for (const { key, ...activity } of activities) {
    await call('POST', `/api/activities?station=${station}`, activity, { 'idempotency-key': `example/${key}` });
    console.log(`  ${activity.localDate}  ${activity.title}`);
  }
  const query = new URLSearchParams({ station, source, reason: 'Tall fra før vektene' });
  const file = readFileSync(join(folder, 'history.csv'), 'utf8');
  const imported = await call('POST', `/api/history/import?${query}`, file, { 'content-type': 'text/csv' });
  console.log(`  history.csv: ${imported.newRows} new rows, ${imported.knownRows} known`);
  const want = imported.newRows + imported.knownRows;
  console.log(tableText(await report(call, `station=${station}&from=2014-01-01&to=2024-12-31`, want)));
}

/** The report follows the ledger by some moments: asked for again until what was entered is in it, at most a hundred times. */
async function report(call, query, importedRows) {
  for (let attempt = 1; ; attempt += 1) {
    const effect = await call('GET', `/api/reports/effect?${query}`);
    const events = effect.programmes.flatMap((programme) => programme.events).filter((count) => count !== null);
    const hasKilos = effect.rows.some(
      ({ code, values }) => code === 'station-reuse' && values.some((grams) => grams > 0),
    );
    if ((hasKilos || importedRows === 0) && events.length >= 9) return effect;
    if (attempt === 100) throw new Error('The report does not show what was entered; is the tonnage service running?');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function tableText({ years, rows, programmes }) {
  const cell = (text) => String(text).padStart(9);
  const values = (all, unit) => all.map((value) => cell(value === null ? '' : unit === 'grams' ? value / 1000 : value));
  const line = (name, cells) => `${name.padEnd(34)}${cells.join('')}`;
  return [
    '',
    line(
      'kg, or number of events',
      years.map(({ year }) => cell(year)),
    ),
    ...rows.map(({ code, unit, values: all }) => line(code, values(all, unit))),
    ...programmes.map(({ programme, events }) => line(`${programme} (events)`, values(events, 'events'))),
  ].join('\n');
}

async function token() {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: options.client,
    client_secret: options.secret,
  });
  const response = await fetch(`${options.url}/oidc/token`, { method: 'POST', body }).catch(() => {
    throw new Error(`Nothing answers at ${options.url}. Start it with npm start, or give its address: --url http://…`);
  });
  if (!response.ok) throw new Error(`${options.client} could not sign in at ${options.url}: ${response.status}`);
  return (await response.json()).access_token;
}

function caller(bearer) {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(options.url + path, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
    if (response.ok) return response.json();
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
}

/** Where `npm start` says that the portal is, or its usual address. */
function defaultUrl() {
  const file = join(process.env.DATA_DIR ?? join(root, '.data'), 'run', 'ports.json');
  const ports = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return `http://127.0.0.1:${ports.portal ?? process.env.PORT ?? 8080}`;
}
