// Something that a person saves in a running copy, and whether it is there later.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { portsOf } from './repository-copy.mjs';

const station = 'demo-dogn';
const portalOf = (folder) => `http://127.0.0.1:${portsOf(folder).portal}`;

/** Closes the demo station, as staff do. */
export async function closeStation(folder) {
  const authorization = `Basic ${Buffer.from('demo-staff:demo').toString('base64')}`;
  const tokens = await fetch(`${portalOf(folder)}/oidc/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = await tokens.json();
  const response = await fetch(`${portalOf(folder)}/api/stations/${station}/closures`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ appliesTo: 'residents', reason: { nb: 'Maling', en: 'Painting' } }),
  });
  if (!response.ok) throw new Error(`the station could not be closed: ${response.status} ${await response.text()}`);
}

export async function expectStationClosed(folder) {
  const { closures } = await readStation(folder);
  if (!closures.some(({ reason }) => reason.en === 'Painting')) throw new Error('what was saved is gone');
}

/** The public's view; rejects when the copy doesn't work. */
export async function readStation(folder) {
  const response = await fetch(`${portalOf(folder)}/api/stations/${station}`);
  if (!response.ok) throw new Error(`the portal answers ${response.status}`);
  return response.json();
}

/** As if a pull had brought a migration of the tonnage service. */
export function addMigration(folder) {
  const service = join(folder, 'services/tonnage/src');
  const name = 'AddRemarks2000000000000';
  writeFileSync(
    join(service, 'migrations/add-remarks.ts'),
    `export class ${name} {
      async up(runner: { query(sql: string): Promise<unknown> }) { await runner.query('CREATE TABLE remarks (text text)'); }
      async down() {}
    }\n`,
  );
  const module = join(service, 'tonnage.module.ts');
  const source = readFileSync(module, 'utf8');
  const listed = source.replace(/(migrations: \[[^\]]+)\]/, `$1, ${name}]`);
  if (listed === source) throw new Error(`${module} lists no migrations`);
  writeFileSync(module, listed);
  appendFileSync(module, `import { ${name} } from './migrations/add-remarks';\n`);
}

export async function expectMigrated(folder) {
  const { postgresPassword: password } = JSON.parse(readFileSync(join(folder, '.data/secrets.json'), 'utf8'));
  const server = { host: '127.0.0.1', port: portsOf(folder).postgres, user: 'postgres', password };
  const client = new pg.Client({ ...server, database: 'selvbetjent' });
  await client.connect();
  const { rows } = await client.query(`SELECT to_regclass('tonnage.remarks') AS found`);
  await client.end();
  if (!rows[0].found) throw new Error('the migration did not run');
}
