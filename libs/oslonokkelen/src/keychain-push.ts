import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  DeleteResponseSchema,
  ErrorResponse_ErrorCode,
  ErrorResponseSchema,
  IndexResponseSchema,
  PushRequestSchema,
  PushResponseSchema,
  StateResponseSchema,
  SystemDescriptionResponseSchema,
} from './generated/push_pb';
import type { KeyGrant, PhoneNumber } from './key-grant';
import { GRANT_ID, grantFault } from './key-grant';
import { readBounded } from './read-bounded';
import { isSafeToFetch } from './web-address';

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const PROTOBUF = 'application/protobuf';

export interface KeychainPushOptions {
  /** Base address; https, or http on this machine: the API key travels in a header. */
  readonly url: string;
  readonly systemId: string;
  readonly apiKey: string;
  /** Longest wait for one answer; 10,000 unless said otherwise. */
  readonly timeoutMs?: number;
  /** Told of every answer, with the id by which Oslonøkkelen finds the call in its own logs. */
  readonly onAnswer?: (answer: { readonly call: string; readonly status: number; readonly traceId?: string }) => void;
}

export type PushErrorCode = keyof typeof ErrorResponse_ErrorCode;

/** Oslonøkkelen refused a call. `technicalMessage` is for operators. */
export class KeychainPushError extends Error {
  constructor(
    readonly code: PushErrorCode,
    readonly httpStatus: number,
    readonly technicalMessage: string,
    readonly traceId?: string,
  ) {
    super(`Keychain push answered ${httpStatus} ${code}${traceId ? ` (trace ${traceId})` : ''}`);
  }
}

/** What became of a grant. */
export interface GrantState {
  /** Rises with every update. */
  readonly version: number;
  readonly pending: readonly {
    readonly phoneNumber: PhoneNumber;
    readonly pushedAt: Date;
    readonly canShare: boolean;
  }[];
  readonly confirmed: readonly {
    readonly phoneNumber: PhoneNumber;
    readonly usageCounter: number;
    readonly confirmedAt: Date;
    readonly pushedAt: Date;
    readonly canShare: boolean;
  }[];
}

/** Who we are to Oslonøkkelen and which assets we may hand out. */
export interface PushSystem {
  readonly id: string;
  readonly name: string;
  readonly information: string;
  readonly assetIds: readonly string[];
}

/**
 * Gives phone numbers access for a time (keychain push API v2). Every call is one attempt and may be repeated: ids are ours.
 * Rejects with {@link KeychainPushError} for an answer that refuses, with what `fetch` throws when there is none.
 */
export class KeychainPush {
  /** @throws Error when the address is neither https nor on this machine */
  constructor(private readonly options: KeychainPushOptions) {
    if (!isSafeToFetch(options.url)) throw new Error(`Keychain push needs https, not "${options.url}"`);
  }

  /**
   * Creates or updates a grant. To cancel one, an update that says so is kinder than {@link KeychainPush.delete}.
   *
   * @throws Error that names the fault of a grant that Oslonøkkelen would refuse; then nothing was sent
   */
  async sync(grant: KeyGrant): Promise<void> {
    const fault = grantFault(grant);
    if (fault) throw new Error(`Key grant: ${fault}`);
    const body = toBinary(PushRequestSchema, create(PushRequestSchema, toWire(grant)));
    await this.call('POST', 'sync', PushResponseSchema, body);
  }

  async state(id: string): Promise<GrantState> {
    const { version, pendingRecipients, confirmedRecipients } = await this.call(
      'GET',
      `state/${checkedId(id)}`,
      StateResponseSchema,
    );
    return {
      version,
      pending: pendingRecipients.map(({ phoneNumber, pushedAtEpochSeconds, canShare }) => {
        return { phoneNumber: fromWirePhone(phoneNumber), pushedAt: instant(pushedAtEpochSeconds), canShare };
      }),
      confirmed: confirmedRecipients.map((recipient) => ({
        phoneNumber: fromWirePhone(recipient.phoneNumber),
        usageCounter: recipient.usageCounter,
        confirmedAt: instant(recipient.confirmedAtEpochSeconds),
        pushedAt: instant(recipient.pushedAtEpochSeconds),
        canShare: recipient.canShare,
      })),
    };
  }

  /** Ids and versions of all that we have pushed. */
  async index(): Promise<{ id: string; version: number }[]> {
    const { entries } = await this.call('GET', 'index', IndexResponseSchema);
    return entries.map(({ permissionId, version }) => ({ id: permissionId, version }));
  }

  async info(): Promise<PushSystem> {
    const { id, name, information, assets } = await this.call('GET', 'info', SystemDescriptionResponseSchema);
    return { id, name, information, assetIds: assets.map((asset) => asset.id) };
  }

  /** Removes every trace of a grant. */
  async delete(id: string): Promise<void> {
    await this.call('DELETE', `delete/${checkedId(id)}`, DeleteResponseSchema);
  }

  private async call<Schema extends DescMessage>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    schema: Schema,
    body?: Uint8Array,
  ): Promise<MessageShape<Schema>> {
    const { url, systemId, apiKey, timeoutMs = DEFAULT_TIMEOUT_MS, onAnswer } = this.options;
    const headers = { 'X-System-Id': systemId, 'X-System-Api-Key': apiKey, Accept: PROTOBUF };
    const response = await fetch(`${url.replace(/\/+$/, '')}/api/push/${path}`, {
      method,
      headers: body ? { ...headers, 'Content-Type': `${PROTOBUF};type=push-request` } : headers,
      body: body && Buffer.from(body),
      // A redirect would carry the API key to another host.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const traceId = response.headers.get('x-trace-id') ?? undefined;
    onAnswer?.({ call: `${method} ${path.split('/')[0] ?? ''}`, status: response.status, traceId });
    const bytes = await readBounded(response, MAX_ANSWER_BYTES, 'the answer of keychain push');
    if (response.status !== 200) throw refusal(response, bytes, traceId);
    return fromBinary(schema, bytes);
  }
}

function refusal(response: Response, bytes: Uint8Array, traceId: string | undefined): KeychainPushError {
  const { status, headers } = response;
  if (!headers.get('content-type')?.startsWith(PROTOBUF)) return new KeychainPushError('UNKNOWN', status, '', traceId);
  try {
    const { errorCode, technicalDebugMessage } = fromBinary(ErrorResponseSchema, bytes);
    const code = (ErrorResponse_ErrorCode[errorCode] as PushErrorCode | undefined) ?? 'UNKNOWN';
    return new KeychainPushError(code, status, technicalDebugMessage, traceId);
  } catch {
    return new KeychainPushError('UNKNOWN', status, 'The error could not be read', traceId);
  }
}

function toWire({ id, title, permissions, recipients, information, link }: KeyGrant) {
  const wire: MessageInitShape<typeof PushRequestSchema> = {
    id,
    title,
    permissions: permissions.map(({ from, until, assetIds }) => {
      return { timeInterval: { from, until }, assetIds: [...assetIds] };
    }),
    recipients: recipients.map(({ phoneNumber: { countryCode: cc, number }, canShare = false }) => {
      return { recipient: { case: 'phoneNumber' as const, value: { cc, number } }, canShare };
    }),
    information: information === undefined ? undefined : { content: information },
    link,
  };
  return wire;
}

function checkedId(id: string): string {
  if (!GRANT_ID.test(id)) throw new Error('Key grant: the id must be 1–40 of a–z, 0–9, - and _');
  return id;
}

function fromWirePhone(wire: { cc: string; number: string } | undefined): PhoneNumber {
  return { countryCode: wire?.cc ?? '', number: wire?.number ?? '' };
}

function instant(epochSeconds: bigint): Date {
  return new Date(Number(epochSeconds) * 1_000);
}
