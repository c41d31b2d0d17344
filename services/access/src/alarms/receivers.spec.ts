import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlarmReceivers, readReceivers } from './receivers';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selvbetjent-receivers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string) {
  const path = join(folder, 'receivers.yaml');
  await writeFile(path, text);
  return readReceivers(path);
}

const BOTH = `
from: selvbetjent@example.no
receivers:
  - { name: vakt, webhook: 'https://vakt.example.no/hook', mail: [a@example.no, b@example.no], kinds: [silent] }
  - { name: drift, mail: [c@example.no], stations: [trosterud] }
`;

describe('the receivers file', () => {
  it('gives each address and each webhook notices of its own', async () => {
    const { from, receivers } = await read(BOTH);
    expect(from).toBe('selvbetjent@example.no');
    const all = new AlarmReceivers(receivers);
    const silent = all.of('silent', 'trosterud');
    expect(silent.map(({ receiver }) => receiver)).toEqual(['vakt', 'vakt', 'vakt', 'drift']);
    expect(silent.map(({ receiver, way }) => all.find(receiver, way)?.way.to)).toEqual([
      { webhook: 'https://vakt.example.no/hook' },
      { mail: 'a@example.no' },
      { mail: 'b@example.no' },
      { mail: 'c@example.no' },
    ]);
    expect(all.of('jammed', 'trosterud').map(({ receiver }) => receiver)).toEqual(['drift']);
    expect(all.of('jammed', 'other')).toEqual([]);
  });

  it('keeps addresses out of what the database is told', async () => {
    const all = new AlarmReceivers((await read(BOTH)).receivers);
    expect(JSON.stringify(all.of('silent', 'trosterud'))).not.toContain('@');
  });

  it('forgets an address with its line', async () => {
    const { receivers } = await read(BOTH);
    const [first] = new AlarmReceivers(receivers).of('silent', 'trosterud').slice(1);
    const fewer = new AlarmReceivers([{ ...receivers[0]!, mail: ['b@example.no'] }]);
    expect(fewer.find('vakt', first!.way)).toBeNull();
    expect(fewer.find('vakt', 'webhook')).not.toBeNull();
  });

  it.each([
    ['receivers: [{ name: vakt }]', /vakt has neither a webhook nor mail/],
    ['receivers: [{ name: vakt, mail: [a@example.no] }]', /mail to vakt needs a sender/],
    ['from: a@example.no\nreceivers: [{ name: vakt, mail: [] }]', /mail/],
    ['from: a@example.no\nreceivers: [{ name: vakt, mail: [nobody] }]', /mail/],
    ['from: a@example.no\nreceivers: [{ name: vakt, mail: [a@example.no, a@example.no] }]', /mail/],
    ['from: somebody\nreceivers: []', /from/],
    ["receivers: [{ name: vakt, webhook: 'http://vakt.example.no' }]", /webhook of vakt must use https/],
  ])('is refused: %s', async (text, problem) => {
    await expect(read(text)).rejects.toThrow(problem);
  });
});
