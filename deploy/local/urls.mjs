const loopbackName = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

export const isLoopback = (host) => loopbackName.test(host);

/** How a listener bound to `host` is addressed from this machine in a URL. */
export function addressOf(host) {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** Host of a URL, or undefined when it is none. */
export function hostOf(url) {
  try {
    return new URL(url).hostname;
  } catch {
    return undefined;
  }
}
