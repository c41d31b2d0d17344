import type { MessageInitShape } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Attachment, Attachment_Code, AttachmentSchema } from './generated/adapter_pb';
import {
  ActionResponse_Status,
  ActionResponseSchema,
  ErrorCategory as WireErrorCategory,
  TextContent_ContentType,
} from './generated/adapter_pb';
import { isWebLink } from './web-address';
import { withoutAbsent } from './without-absent';

/** Longest name of a link that the app shows, in characters (UTF-16 units). */
export const MAX_LINK_NAME_LENGTH = 20;

export type ActionStatus = 'SUCCESS' | 'ERROR_PERMANENT' | 'ERROR_TEMPORARY' | 'DENIED';
export type ErrorCategory = 'API_ERROR' | 'THING_ERROR' | 'NETWORK_ERROR';

/** Shown to the resident: short, says what happened and what to do. */
export interface EndUserMessage {
  readonly text: string;
  /** PLAIN_TEXT unless said otherwise. */
  readonly contentType?: 'PLAIN_TEXT' | 'MARKDOWN';
  /** http or https; name of at most {@link MAX_LINK_NAME_LENGTH} characters. */
  readonly link?: { readonly url: string; readonly name: string };
}

/** For administrators, never shown. The code is one that the manifest declares. */
export interface DeniedReason {
  readonly code: string;
  readonly debugMessage: string;
}

/** For administrators, never shown. The code is one that the manifest declares. */
export interface ErrorDescription {
  readonly code: string;
  readonly debugMessage: string;
  readonly permanent: boolean;
}

/** A code that the resident reads in the app. */
export interface AccessCode {
  readonly id: string;
  readonly code: string;
  readonly expiresAt?: Date;
  /** Oslonøkkelen’s `must_verify`. */
  readonly mustVerify?: boolean;
  readonly headerText?: string;
  readonly footerText?: string;
}

/** What became of an action. */
export interface ActionResponse {
  /** SUCCESS: the door itself confirmed. DENIED: trying again won't help. ERROR_TEMPORARY: it may, in seconds. */
  readonly status: ActionStatus;
  readonly endUserMessage?: EndUserMessage;
  /** Only sent with DENIED. */
  readonly deniedReason?: DeniedReason;
  readonly errorDescription?: ErrorDescription;
  readonly errorCategory?: ErrorCategory;
  readonly code?: AccessCode;
}

type AttachmentInit = MessageInitShape<typeof AttachmentSchema>;

/**
 * The body of an answer to `execute`. Never refuses one: what happened at the door matters more than its decoration, so
 * a link that isn't http(s) is left out and a long link name is shortened; the receiver would drop the whole message.
 */
export function encodeActionResponse(response: ActionResponse): Uint8Array {
  const status = ActionResponse_Status[response.status];
  return toBinary(ActionResponseSchema, create(ActionResponseSchema, { status, attachments: attachments(response) }));
}

/**
 * The back end's side. Attachments that have no place in {@link ActionResponse} are passed over. Zero bytes are a
 * SUCCESS without attachments: that is how the wire format has it.
 *
 * @throws Error for bytes that aren't an answer, or an unknown status
 */
export function decodeActionResponse(bytes: Uint8Array): ActionResponse {
  const wire = fromBinary(ActionResponseSchema, bytes);
  const parts: Partial<ActionResponse>[] = wire.attachments.map(fromAttachment);
  return parts.reduce<ActionResponse>((all, part) => ({ ...all, ...part }), { status: statusName(wire.status) });
}

function attachments(response: ActionResponse): AttachmentInit[] {
  const { status, endUserMessage, deniedReason, errorDescription, errorCategory, code } = response;
  const all: AttachmentInit[] = [];
  if (endUserMessage) all.push(messageAttachment(endUserMessage));
  if (deniedReason && status === 'DENIED') all.push({ value: { case: 'deniedReason', value: deniedReason } });
  if (errorDescription) all.push({ value: { case: 'errorDescription', value: errorDescription } });
  if (errorCategory) all.push({ value: { case: 'errorCategory', value: WireErrorCategory[errorCategory] } });
  if (code) all.push(codeAttachment(code));
  return all;
}

function messageAttachment({ text, contentType = 'PLAIN_TEXT', link }: EndUserMessage): AttachmentInit {
  const message = { message: text, contentType: TextContent_ContentType[contentType] };
  const shown = link && isWebLink(link.url) ? { link: link.url, linkName: shortened(link.name) } : {};
  return { value: { case: 'endUserMessage', value: { message, ...shown } } };
}

function codeAttachment({ expiresAt, ...code }: AccessCode): AttachmentInit {
  return { value: { case: 'code', value: { ...code, expiresAt: expiresAt?.toISOString() } } };
}

function shortened(name: string): string {
  if (name.length <= MAX_LINK_NAME_LENGTH) return name;
  const wholeCharacters = name.slice(0, MAX_LINK_NAME_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${wholeCharacters}…`;
}

function statusName(status: ActionResponse_Status): ActionStatus {
  const name = ActionResponse_Status[status] as ActionStatus | undefined;
  if (name === undefined) throw new Error(`unknown status ${status} in an action response`);
  return name;
}

function fromAttachment({ value: attachment }: Attachment): Partial<ActionResponse> {
  switch (attachment.case) {
    case 'endUserMessage': {
      const { message, link, linkName } = attachment.value;
      return {
        endUserMessage: {
          text: message?.message ?? '',
          ...(message?.contentType === TextContent_ContentType.MARKDOWN && { contentType: 'MARKDOWN' as const }),
          ...(link !== '' && { link: { url: link, name: linkName } }),
        },
      };
    }
    case 'deniedReason': {
      const { code, debugMessage } = attachment.value;
      return { deniedReason: { code, debugMessage } };
    }
    case 'errorDescription': {
      const { code, debugMessage, permanent } = attachment.value;
      return { errorDescription: { code, debugMessage, permanent } };
    }
    case 'errorCategory': {
      const name = WireErrorCategory[attachment.value] as ErrorCategory | undefined;
      return name === undefined ? {} : { errorCategory: name };
    }
    case 'code':
      return { code: fromWireCode(attachment.value) };
    default:
      return {};
  }
}

function fromWireCode({ id, code, expiresAt, mustVerify, headerText, footerText }: Attachment_Code): AccessCode {
  return withoutAbsent({
    id,
    code,
    expiresAt: expiresAt === '' ? undefined : new Date(expiresAt),
    mustVerify: mustVerify || undefined,
    headerText: headerText || undefined,
    footerText: footerText || undefined,
  });
}
