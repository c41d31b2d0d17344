import { isPersonalNumber } from './personal-number';

const CENSOR = '[redacted]';

/** Names (of properties, headers, parameters) whose values never reach a log; `-` and `_` don't count. */
const SECRET_NAME =
  /(?:authorization|cookie|passw(?:or)?d|pwd|passphrase|secret|token|jwt|assertion|verifier|apikey|encryptionkey|privatekey|devicekey|attachments?)$/i;
/** A failed statement's parameters may be anything that was about to be stored. */
const SECRET_EXACTLY = /^(?:pass|parameters)$/i;

/**
 * The end of a name in text, `=` or (in JSON, escaped or not) `":`, and a value: up to the line's end when it is an object or
 * a list, else with or without quotes.
 */
const NAMED_SECRET = new RegExp(
  [
    /((?:passw(?:or)?d|pwd|passphrase|secret|token|jwt|assertion|verifier|api[_-]?key|[a-z]_key|attachments?|["']pass))/,
    /(=|\\*["']\s*[:=,]\s*)/,
    /(?:[[{][^\r\n]*|\\*"(?:[^"\\]|\\(?!"))*|\\*'[^']*|[^\s"'&,;)}]+)/,
  ]
    .map(({ source }) => source)
    .join(''),
  'gi',
);

/** What a secret looks like inside of any text. */
const SECRETS_IN_TEXT: readonly [RegExp, string][] = [
  // Signed or encrypted tokens: base64url of `{"`, then one to four more parts.
  [/\beyJ[\w-]*(?:\.[\w-]*){1,4}/g, CENSOR],
  [/\b(Bearer|DPoP|ApiKey)\s+[\w.~+/=-]+/gi, `$1 ${CENSOR}`],
  [/\b(Basic)\s+[\w+/]{6,}={0,2}/gi, `$1 ${CENSOR}`],
  // Everything before the last @, since a password may hold any character.
  [/:\/\/[^\s"'<>]{0,2000}@/g, `://${CENSOR}@`],
  // A header's whole line.
  [/(authorization|cookie)(\\*["']\s*[:=,]\s*|\s*[:=]\s*)[^\r\n]+/gi, `$1$2${CENSOR}`],
  [NAMED_SECRET, `$1$2${CENSOR}`],
  // In prose only passwords: `token: it has expired` is what an operator needs to read.
  [/((?:passw(?:or)?d|pwd|passphrase):\s*)[^\s"'&,;)}]+/gi, `$1${CENSOR}`],
  [/(["']type\\*["']:\\*["']Buffer\\*["'],\\*["']data\\*["']:\[)[\d,]*/g, `$1${CENSOR}`],
];

const ELEVEN_DIGITS = /(?<!\d)\d{6}[ -]?\d{5}(?!\d)/g;

/** The text without tokens, passwords, log-ins of URLs and numbers of persons. */
export function redactText(text: string): string {
  const withoutSecrets = SECRETS_IN_TEXT.reduce((rest, [secret, put]) => rest.replace(secret, put), text);
  return withoutSecrets.replace(ELEVEN_DIGITS, (found) =>
    isPersonalNumber(found.replace(/\D/g, '')) ? CENSOR : found,
  );
}

/** A line of JSON, every name and text of it looked at, however deep. What isn't JSON is redacted as text. */
export function redactLine(line: string): string {
  try {
    return `${JSON.stringify(redactValue(JSON.parse(line)))}\n`;
  } catch {
    return redactText(line);
  }
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return redactNumber(value);
  if (Array.isArray(value)) return value.map((item, index) => redactNamed(value[index - 1], item));
  if (typeof value !== 'object' || value === null) return value;
  if (isBytes(value)) return `[${value.data.length} bytes]`;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [redactText(name), redactNamed(name, inner)]));
}

/** Lists may hold a name and, after it, its value: that is how Node keeps raw headers. */
function redactNamed(name: unknown, value: unknown): unknown {
  const isSecret = typeof name === 'string' && isSecretName(name);
  return isSecret && value !== null && typeof value !== 'boolean' ? CENSOR : redactValue(value);
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replace(/[_-]/g, '')) || SECRET_EXACTLY.test(name);
}

function redactNumber(value: number): unknown {
  const text = redactText(String(value));
  return text === String(value) ? value : text;
}

/** How JSON tells of a Buffer; nobody reads it, and anything may be in it. */
function isBytes(value: object): value is { data: unknown[] } {
  const { type, data } = value as { type?: unknown; data?: unknown };
  return type === 'Buffer' && Array.isArray(data);
}
