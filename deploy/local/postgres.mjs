import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDataDir, readSecrets } from './data-dir.mjs';
import { Fault } from './fault.mjs';
import { freePort } from './ports.mjs';
import { postgresBinaries, sharedHome } from './postgres-binaries.mjs';
import { commandLineOf, isAlive, stopProcess } from './processes.mjs';
import { runTool, tailOf } from './run-tool.mjs';
import { supervise } from './supervise.mjs';
import { canEnter, databaseUser } from './unprivileged-user.mjs';

const stopping = { stopSignal: 'SIGINT', killSignal: 'SIGQUIT', withinMs: 20_000 };

/**
 * Starts the data folder's PostgreSQL on 127.0.0.1, made at its first use. It syncs every commit to disk.
 * @param {{ dataDir: string, port?: number, log?(message: string): void, signal?: AbortSignal }} options without a port a free one
 * @returns {Promise<{ url: string, port: number, name: string, stop(): Promise<void> }>} `url` is the administrator's
 */
export async function startPostgres({ dataDir, port, log = () => {}, signal }) {
  makeDataDir(dataDir);
  const { postgresPassword } = readSecrets(dataDir);
  const user = databaseUser();
  const binaries = postgresBinaries(dataDir, user);
  const cluster = clusterFolder(dataDir, user, log);
  await stopOrphan(cluster, log);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(cluster, binaries, user, postgresPassword, signal);
  checkVersion(cluster, dataDir);

  const chosenPort = port ?? (await freePort());
  const url = `postgres://postgres:${postgresPassword}@127.0.0.1:${chosenPort}/postgres`;
  const settings = {
    listen_addresses: '127.0.0.1',
    port: chosenPort,
    unix_socket_directories: '',
    max_connections: 300,
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const server = await supervise(
    {
      name: 'postgres',
      command: join(binaries, 'bin/postgres'),
      args: ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      options: { ...identity(user), cwd: cluster, env: { PATH: process.env.PATH, LC_ALL: 'C' } },
      isReady: () => answers(url),
      stopSignal: stopping.stopSignal,
      killSignal: stopping.killSignal,
      stopWithinMs: stopping.withinMs,
    },
    { dataDir, log, signal },
  );
  return { ...server, url, port: chosenPort };
}

/** Creates a database when it is missing. @returns its administrator URL */
export async function ensureDatabase(administratorUrl, name) {
  await withClient(administratorUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE "${name}"`);
  });
  const url = new URL(administratorUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Removes a data folder that is needed no more, with the database that had to be kept elsewhere. */
export function removeDataDir(dataDir) {
  const link = join(dataDir, 'postgres');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) {
    rmSync(dirname(readlinkSync(link)), { recursive: true, force: true });
  }
  rmSync(dataDir, { recursive: true, force: true });
}

const identity = ({ uid, gid }) => (uid === undefined ? {} : { uid, gid });

/** `<data>/postgres`, or where that link leads when the database user can't come through to the data folder. */
function clusterFolder(dataDir, user, log) {
  const folder = join(dataDir, 'postgres');
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const elsewhere = readlinkSync(folder);
    if (existsSync(dirname(elsewhere))) return elsewhere;
    throw new Fault(
      `${folder} leads to ${elsewhere}, which is gone: put it back, or delete ${dataDir} for a clean start.`,
    );
  }
  if (canEnter(user, dataDir)) return folder;
  const home = join(sharedHome, randomBytes(6).toString('hex'));
  mkdirSync(home, { recursive: true, mode: 0o711 });
  symlinkSync(join(home, 'postgres'), folder);
  log(`user ${user.name} can't reach ${dataDir}: PostgreSQL's files are in ${home}`);
  return join(home, 'postgres');
}

async function createCluster(cluster, binaries, user, password, signal) {
  const unfinished = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid);
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const { code, output } = await runTool(join(binaries, 'bin/initdb'), ['-D', unfinished, ...locale, ...access], {
    ...identity(user),
    cwd: unfinished,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    signal,
  });
  rmSync(passwordFile, { force: true });
  signal?.throwIfAborted();
  if (code !== 0) throw new Fault(`PostgreSQL's files could not be made in ${cluster}:\n${tailOf(output)}`);
  renameSync(unfinished, cluster);
}

/** PostgreSQL outlives a parent that was killed; its own pid file names it. */
async function stopOrphan(cluster, log) {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return;
  const [pid, , , port] = readFileSync(path, 'utf8').split('\n');
  if (!isAlive(Number(pid)) || !commandLineOf(Number(pid)).includes(cluster)) return;
  log(`stopping the PostgreSQL of an earlier start (process ${pid}, port ${port})`);
  await stopProcess(Number(pid), stopping);
}

function checkVersion(cluster, dataDir) {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === '18') return;
  throw new Fault(`${cluster} was made by PostgreSQL ${found}, this is 18: dump and load it, or delete ${dataDir}.`);
}

async function answers(url) {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch (error) {
    return error.message;
  }
}

async function withClient(url, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  // A connection that breaks later must not end this process.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
