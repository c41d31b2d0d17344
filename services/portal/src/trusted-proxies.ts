import { BlockList, isIP } from 'node:net';

/** Names of ranges, as Express knows them. */
const NAMED = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Reads `TRUSTED_PROXIES`: addresses, ranges (`10.1.0.0/16`) and names of ranges, with commas between; `none` for none at all.
 * @returns what Express' `trust proxy` takes. Throws an Error that names what is none of these.
 */
export function parseTrustedProxies(text: string): string[] {
  if (text === 'none') return [];
  const proxies = text.split(',').map((one) => one.trim());
  const bad = proxies.find((one) => !NAMED.includes(one) && !isRange(one));
  if (bad === undefined) return proxies;
  throw new Error(`"${bad}" is neither an address, nor a range like 10.1.0.0/16, nor one of ${NAMED.join(', ')}`);
}

/** The whole internet is no range of proxies: then anybody's word would do. */
function isRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  if (!/^[1-9]\d{0,2}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), version === 6 ? 'ipv6' : 'ipv4');
    return true;
  } catch {
    return false;
  }
}
