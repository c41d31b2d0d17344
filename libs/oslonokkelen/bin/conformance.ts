import { parseArgs } from 'node:util';
import { ConformanceBackEnd, describeReport, isWebLink, runConformance } from '../src/index';

const USAGE = `node conformance.js <adapter url> [options]

Plays Oslonøkkelen's back end against an adapter: <adapter url>/manifest and <adapter url>/execute.
The adapter must trust it: issuer and keys of http://127.0.0.1:<port>, keys at /adapter/v2/keys, and as its audience
scheme://host of the adapter url (or of --audience).

  --port <port>       of the key server on this machine; 8099 unless said otherwise
  --audience <url>    the adapter's public address when it differs
  --thing <id>        a door that may really be opened; nothing is opened without
  --action <id>       its action; unlock unless said otherwise
  --openings <url>    answers how often anything was opened so far, as a plain number
  --mutations <n>     changed tokens to try; 1000 unless said otherwise
  --seed <n>          of the mutations
  --json              the report as JSON
Ends with 0 when all rules hold, 1 when one is broken, 2 when it could not ask.`;

async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    options: {
      port: text,
      audience: text,
      thing: text,
      action: text,
      openings: text,
      mutations: text,
      seed: text,
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [adapterUrl] = positionals;
  if (adapterUrl === undefined || positionals.length > 1 || !isWebLink(adapterUrl))
    throw new Error('Say which adapter.');
  const backEnd = await ConformanceBackEnd.start({ port: wholeNumber('port', values.port, 65_535) ?? 8099 });
  const { openings } = values;
  try {
    const report = await runConformance({
      adapterUrl,
      backEnd,
      audience: values.audience,
      thingId: values.thing,
      actionId: values.action,
      openings: openings === undefined ? undefined : () => askNumber(openings),
      mutations: wholeNumber('mutations', values.mutations, 1e9),
      seed: wholeNumber('seed', values.seed, 2 ** 32 - 1),
    });
    console.log(values.json ? JSON.stringify(report, null, 2) : describeReport(report));
    process.exitCode = report.passed ? 0 : 1;
  } finally {
    await backEnd.stop();
  }
}

function wholeNumber(name: string, given: string | undefined, max: number): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (!/^\d+$/.test(given) || number > max) throw new Error(`--${name} is no whole number up to ${max}: ${given}`);
  return number;
}

async function askNumber(url: string): Promise<number> {
  const text = (await (await fetch(url)).text()).trim();
  if (!/^\d+$/.test(text)) throw new Error(`${url} answers no number`);
  return Number(text);
}

run().catch((error: unknown) => {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(2);
});
