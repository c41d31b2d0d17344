/** How long a working scale may be silent: a native one speaks every minute, a Tasmota by default every five. */
export const ALIVE_MS = { selvbetjent: 3 * 60_000, 'tasmota-hx711': 11 * 60_000 } as const;
