import { setTimeout as delay } from 'node:timers/promises';
import { MANIFEST_CONTENT_TYPE } from '../content-types';
import { decodeManifest, encodeManifest } from '../encode-manifest';
import type { Manifest } from '../manifest';
import { manifestContentHash } from '../manifest-content-hash';
import type { Answer } from './adapter-calls';
import { inWords } from './adapter-calls';
import type { ConformanceRun } from './conformance-run';
import { goodCall } from './conformance-run';

const ASK_AGAIN_MS = 1_000;

/** The adapter's manifest once it knows our key; null when it never takes a good token. */
export async function checkManifest(run: ConformanceRun, waitForKeysMs: number): Promise<Manifest | null> {
  const { recorder } = run;
  const first = await untilTrusted(run, waitForKeysMs);
  const manifest = readManifest(run, first);
  if (!manifest) return null;
  const second = readManifest(run, await goodCall(run, 'manifest:scrape'));
  const isSame = second && manifestContentHash(second) === manifestContentHash(manifest);
  const rises = second && second.version >= manifest.version && (isSame || second.version > manifest.version);
  recorder.check('manifest-version', 'two scrapes', rises ?? false, `${manifest.version}, then ${second?.version}`);
  await checkNotModified(run);
  return manifest;
}

async function untilTrusted(run: ConformanceRun, waitMs: number): Promise<Answer> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const answer = await goodCall(run, 'manifest:scrape');
    if (answer.status === 200 || performance.now() > deadline) return answer;
    await delay(ASK_AGAIN_MS);
  }
}

function readManifest({ recorder }: ConformanceRun, answer: Answer): Manifest | null {
  const { status, headers, body } = answer;
  recorder.check('manifest', 'a good token', status === 200, inWords(answer));
  if (status !== 200) return null;
  const type = headers['content-type'] ?? 'none';
  recorder.check('manifest', 'content type', spaceless(type) === MANIFEST_CONTENT_TYPE, type);
  try {
    const manifest = decodeManifest(body);
    encodeManifest(manifest);
    recorder.check('manifest', 'content', true, 'sound');
    return manifest;
  } catch (error) {
    recorder.check('manifest', 'content', false, (error as Error).message);
    return null;
  }
}

async function checkNotModified(run: ConformanceRun): Promise<void> {
  const { etag } = (await goodCall(run, 'manifest:scrape')).headers;
  if (!etag) return run.recorder.skip('manifest-not-modified', 'the adapter sends no ETag');
  const answer = await goodCall(run, 'manifest:scrape', { headers: { 'if-none-match': etag } });
  const isFine = answer.status === 304 ? answer.body.length === 0 : answer.status === 200 && answer.body.length > 0;
  run.recorder.check('manifest-not-modified', 'the tag just given', isFine, inWords(answer));
  const other = await goodCall(run, 'manifest:scrape', { headers: { 'if-none-match': '"another"' } });
  run.recorder.check('manifest-not-modified', 'another tag', other.status === 200, inWords(other));
}

function spaceless(type: string): string {
  return type.replaceAll(/[\s"]/g, '').toLowerCase();
}
