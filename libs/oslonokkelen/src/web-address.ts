const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** scheme://host of an address, without port and path: the form in which tokens name issuer and audience. */
export function schemeAndHost(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}`;
}

/** Whether an address may appear in a message to the resident: http or https, nothing else. */
export function isWebLink(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

/** https anywhere, http only on this machine. */
export function isSafeToFetch(url: string): boolean {
  if (!isWebLink(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || LOOPBACK.test(hostname);
}
