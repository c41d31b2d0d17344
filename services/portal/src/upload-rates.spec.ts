import { describe, expect, it } from '@jest/globals';
import { UploadRates } from './upload-rates';

const HERE = '203.0.113.7';
const uploader = (deviceId: string, network = HERE) => ({ deviceId, keyHash: 'k', network });

/** Somebody tries keys until told to wait. @returns how many went through. */
function tryKeys(rates: UploadRates, network = HERE): number {
  let tried = 0;
  while (tried < 1_000 && rates.waitSeconds(uploader(`guess-${tried}`, network)) === 0) {
    rates.refused(uploader(`guess-${tried}`, network));
    tried += 1;
  }
  return tried;
}

describe('upload rates', () => {
  it('let an address try sixty keys, then one in five seconds, whatever devices it names', () => {
    let nowMs = 0;
    const rates = new UploadRates(() => nowMs);
    expect(tryKeys(rates)).toBe(60);
    expect(rates.waitSeconds(uploader('vekt'))).toBe(5);
    nowMs = 5_000;
    expect(tryKeys(rates)).toBe(1);
    expect(tryKeys(rates, '203.0.113.8')).toBe(60);
  });

  it('hold up no device whose key was good, until its key isn’t', () => {
    const rates = new UploadRates(() => 0);
    rates.accepted(uploader('vekt'));
    tryKeys(rates);
    expect(rates.waitSeconds(uploader('vekt'))).toBe(0);
    rates.refused(uploader('vekt'));
    expect(rates.waitSeconds(uploader('vekt'))).toBeGreaterThan(0);
  });

  it('don’t count uploads that are no refusals', () => {
    const rates = new UploadRates(() => 0);
    for (let device = 0; device < 1_000; device += 1) expect(rates.waitSeconds(uploader(`vekt-${device}`))).toBe(0);
  });
});
