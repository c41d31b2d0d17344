import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRoot } from '../data-dir.mjs';
import { root } from '../paths.mjs';
import { isAlive } from '../processes.mjs';
import { occupy, ordinaryUser, Skipped, withoutNats, withoutNetwork } from './conditions.mjs';
import { copyRepository, ctrlC, npmStart, pidsOf, portsOf, takeWorkingCopy, until } from './repository-copy.mjs';
import { addMigration, closeStation, expectMigrated, expectStationClosed, readStation } from './saved-data.mjs';

/**
 * Every place and state in which people run `npm start`, by name. A row gets an empty folder of its own and the PATH of the
 * person who runs the matrix; it resolves with what was seen, and rejects (Skipped: can't be shown here) otherwise.
 * @type {Record<string, (folder: string, path: string) => Promise<string>>}
 */
export const rows = {
  [isRoot() ? 'as root' : 'as this user']: async (folder) => {
    copyRepository(folder);
    await ctrlC(await ready(folder));
    return 'builds and runs; Ctrl-C leaves nothing running';
  },

  'again, without any network': async (folder) => {
    const within = withoutNetwork();
    copyRepository(folder);
    await ctrlC(await ready(folder));
    await ctrlC(await ready(folder, { within, env: { npm_config_registry: 'http://127.0.0.1:1' } }));
    return 'runs';
  },

  'as an ordinary user in a folder of its own': async (folder) => {
    const user = ordinaryUser();
    const HOME = join(folder, 'home');
    copyRepository(folder, { user });
    mkdirSync(HOME);
    chownSync(HOME, user.uid, user.gid);
    for (let time = 1; time <= 2; time++) await ctrlC(await ready(folder, { user, env: { HOME } }));
    return 'runs, and runs again';
  },

  'below a folder that is closed to others (0700)': async (folder) => {
    chmodSync(folder, 0o700);
    const inner = join(folder, 'inner');
    copyRepository(inner);
    for (let time = 1; time <= 2; time++) await ctrlC(await ready(inner));
    return 'runs, and runs again';
  },

  'in a path with a space and with ø': async (folder) => {
    const inner = join(folder, 'min stasjon på Tøyen');
    copyRepository(inner);
    await ctrlC(await ready(inner));
    return 'runs';
  },

  'the starting process killed (SIGKILL), then again': async (folder) => {
    copyRepository(folder);
    const first = await ready(folder);
    await closeStation(folder);
    const before = pidsOf(folder);
    process.kill(JSON.parse(readFileSync(join(folder, '.data/lock'), 'utf8')).pid, 'SIGKILL');
    await first.exit;
    const survivors = Object.values(before).filter(isAlive);
    const second = await ready(folder);
    expect(!survivors.some(isAlive), 'survivors still run beside their successors');
    await expectStationClosed(folder);
    await ctrlC(second);
    return `stops ${survivors.length} survivors, then runs; what was saved is there`;
  },

  'pid files that name other processes by now': async (folder) => {
    copyRepository(folder);
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      mkdirSync(join(folder, '.data/run'), { recursive: true });
      for (const name of ['access', 'nats', 'postgres']) {
        writeFileSync(join(folder, `.data/run/${name}.pid`), `${bystander.pid}\n`);
        writeFileSync(join(folder, `.data/run/${name}.born`), 'long ago');
      }
      writeFileSync(join(folder, '.data/lock'), JSON.stringify({ pid: bystander.pid, born: 'long ago' }));
      await ctrlC(await ready(folder));
      expect(isAlive(bystander.pid), 'stopped a process that is none of ours');
    } finally {
      bystander.kill('SIGKILL');
    }
    return 'runs, and leaves those alone';
  },

  'a second start on the same data folder': async (folder) => {
    copyRepository(folder);
    const first = await ready(folder);
    const line = await refusal(folder, {}, /already runs on .* \(process \d+\)/);
    await readStation(folder);
    await ctrlC(first);
    return `"${line.replace(folder, '…')}"; the first goes on`;
  },

  'a default port taken': async (folder) => {
    copyRepository(folder);
    const other = await occupy(8080).catch(() => undefined);
    const start = await ready(folder, { env: { PORT: '' } });
    const { portal } = portsOf(folder);
    await ctrlC(start);
    other?.close();
    expect(portal !== 8080, 'took a port that was taken');
    return `takes a free one instead of 8080`;
  },

  'a port that was asked for taken': async (folder) => {
    copyRepository(folder);
    const other = await occupy(0);
    const { port } = other.address();
    const line = await refusal(folder, { PORT: String(port) }, new RegExp(`PORT=${port} is taken`));
    other.close();
    return `"${line}"`;
  },

  'Ctrl-C while it installs': async (folder) => {
    copyRepository(folder, { packages: false });
    return interrupted(folder, 'installing packages', () => existsSync(join(folder, 'node_modules')));
  },

  'Ctrl-C while it builds, then again': async (folder) => {
    copyRepository(folder);
    const said = await interrupted(folder, 'building');
    await ctrlC(await ready(folder));
    return `${said}; then runs`;
  },

  'no nats-server, and no package lists': async (folder, path) => {
    const env = withoutNats(folder, path);
    copyRepository(folder);
    mkdirSync(join(folder, 'no-lists'));
    writeFileSync(env.APT_CONFIG, `Dir::State::lists "${join(folder, 'no-lists')}";\n`);
    const start = await ready(folder, { env });
    const [, source] = start.output.match(/getting nats-server: (?!.*getting nats-server)(.*)/s) ?? [];
    await ctrlC(start);
    return `gets ${source.split('\n')[0]}, then runs`;
  },

  'no nats-server, and no network': async (folder, path) => {
    const env = withoutNats(folder, path);
    const within = withoutNetwork();
    copyRepository(folder);
    const start = npmStart(folder, { env, within });
    await start.exit;
    const ways = start.output.split('\n').filter((line) => /^ {2}\d\. /.test(line));
    expect(ways.length === 3, `does not tell what to do:\n${start.output}`);
    return 'says so, with three ways to get one';
  },

  'after a pull with a new migration': async (folder) => {
    copyRepository(folder);
    return pulled(folder, () => addMigration(folder), expectMigrated);
  },

  'after a pull from the first release to here': async (folder) => {
    copyRepository(folder, { commit: firstRelease() });
    return pulled(folder, () => takeWorkingCopy(folder));
  },
};

async function ready(folder, options) {
  const start = npmStart(folder, options);
  await until(start, 'Selvbetjent is ready');
  return start;
}

/** @returns the one line that a start says which doesn't begin anything */
async function refusal(folder, env, expected) {
  const start = npmStart(folder, { env });
  const code = await start.exit;
  const lines = start.output.split('\n').filter((line) => line !== '' && !/^(> |npm |\[ *\d)/.test(line));
  expect(code === 1 && lines.length === 1 && expected.test(lines[0]), `code ${code}:\n${start.output}`);
  return lines[0];
}

/** @returns what a start says last that is interrupted at that point */
async function interrupted(folder, at, hasBegun = () => true) {
  const start = npmStart(folder);
  await until(start, at);
  while (!hasBegun() && !start.ended) await sleep(20);
  await ctrlC(start);
  const [last] = start.output.match(/stopped before it was ready/) ?? [];
  expect(last, `does not say that it stopped:\n${start.output}`);
  return `"${last}", nothing left running`;
}

async function pulled(folder, pull, check = () => {}) {
  const before = await ready(folder);
  await closeStation(folder);
  await ctrlC(before);
  pull();
  const after = await ready(folder);
  await expectStationClosed(folder);
  await check(folder);
  await ctrlC(after);
  return 'builds and runs; what was saved is there';
}

/** The commit that brought the changelog. */
function firstRelease() {
  const log = ['log', '--diff-filter=A', '--format=%H', '--', 'docs/CHANGELOG.md'];
  const commits = execFileSync('git', log, { cwd: root, encoding: 'utf8' }).trim();
  if (!commits || execFileSync('git', ['rev-parse', '--is-shallow-repository'], { cwd: root }).includes('true')) {
    throw new Skipped('this clone has no history');
  }
  return commits.split('\n').pop();
}

function expect(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}
