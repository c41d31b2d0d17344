import { Problem } from '@selvbetjent/platform';
import { type NextFunction, type Request, type Response } from 'express';

/** Far beyond the longest that anything of ours asks for: a hundred stations by name. */
const LONGEST_ADDRESS = 8_000;
const API = /^\/api\//i;

/** 414 for an address that is too long, 400 for one of the API that isn't percent-encoded UTF-8: half understood, it would ask for something else. */
export function refuseBadAddresses({ url, path }: Request, _response: Response, next: NextFunction): void {
  if (url.length > LONGEST_ADDRESS) {
    return next(new Problem(414, 'http_414', 'Adressen er for lang', `Bruk høyst ${LONGEST_ADDRESS} tegn.`));
  }
  if (!API.test(path) || isDecodable(url)) return next();
  const detail = 'Se etter at adressen er riktig skrevet: % skrives %25, og bokstaver som æ, ø og å i UTF-8.';
  next(new Problem(400, 'http_400', 'Forespørselen kan ikke leses', detail));
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
