import type { MessageInitShape } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { fromWireState } from './decode-thing-state';
import { toWireState } from './encode-thing-state';
import type { Action as WireAction, AdapterManifest, ThingSchema, Thing as WireThing } from './generated/adapter_pb';
import { AdapterManifestSchema, AttachmentType } from './generated/adapter_pb';
import type { Action, AnswerAttachment, Manifest, Thing } from './manifest';
import { isWebLink } from './web-address';
import { withoutAbsent } from './without-absent';

const URL_SAFE = /^[A-Za-z0-9._~-]+$/;

/**
 * The body of an answer to `manifest`.
 *
 * @throws Error that names the fault: an id or code that isn't URL-safe or comes twice, a status page that isn't
 * http(s), a version that isn't a whole number from 0
 */
export function encodeManifest(manifest: Manifest): Uint8Array {
  refuseFaults(manifest);
  const wire = create(AdapterManifestSchema, {
    version: BigInt(manifest.version),
    things: manifest.things.map(toWireThing),
    errorCodeDescriptions: manifest.errorCodes.map(({ code, description }) => ({ code, description })),
  });
  return toBinary(AdapterManifestSchema, wire);
}

/**
 * The back end's side.
 *
 * @throws Error for bytes that aren't a manifest, or a state that isn't known
 */
export function decodeManifest(bytes: Uint8Array): Manifest {
  const wire: AdapterManifest = fromBinary(AdapterManifestSchema, bytes);
  return {
    version: Number(wire.version),
    things: wire.things.map(fromWireThing),
    errorCodes: wire.errorCodeDescriptions.map(({ code, description }) => ({ code, description })),
  };
}

function refuseFaults({ version, things, errorCodes }: Manifest): void {
  if (!Number.isSafeInteger(version) || version < 0) {
    throw new Error(`manifest version ${version} is not a whole number`);
  }
  const codes = errorCodes.map(({ code }) => code);
  refuseBadIds('error code', codes);
  const thingIds = things.map(({ id }) => id);
  refuseBadIds('thing', thingIds);
  for (const { id, actions, uri } of things) {
    const actionIds = actions.map((action) => action.id);
    refuseBadIds(`action of thing "${id}"`, actionIds);
    if (uri !== undefined && !isWebLink(uri)) throw new Error(`status page of thing "${id}" is not http(s): "${uri}"`);
  }
}

function refuseBadIds(what: string, ids: readonly string[]): void {
  const unsafe = ids.find((id) => !URL_SAFE.test(id));
  if (unsafe !== undefined) throw new Error(`${what} "${unsafe}" is not URL-safe`);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new Error(`${what} "${repeated}" comes twice`);
}

function toWireThing(thing: Thing): MessageInitShape<typeof ThingSchema> {
  const { id, description, adminRole, actions, states, uri, secondsWithoutMessageBeforeAlert } = thing;
  return {
    id,
    description,
    adminRole,
    uri,
    secondsWithoutMessageBeforeAlert,
    actions: actions.map(toWireAction),
    state: states.map(toWireState),
  };
}

function toWireAction({ id, description, possibleAttachments = [], parameters = [] }: Action) {
  return {
    id,
    description,
    possibleOutputAttachmentTypes: possibleAttachments.map((name) => AttachmentType[name]),
    acceptedParameters: parameters.map((parameter) => ({ name: parameter.name, description: parameter.description })),
  };
}

function fromWireThing(wire: WireThing): Thing {
  return withoutAbsent({
    id: wire.id,
    description: wire.description,
    adminRole: wire.adminRole || undefined,
    actions: wire.actions.map(fromWireAction),
    states: wire.state.map(fromWireState),
    uri: wire.uri || undefined,
    secondsWithoutMessageBeforeAlert: wire.secondsWithoutMessageBeforeAlert || undefined,
  });
}

function fromWireAction(wire: WireAction): Action {
  const { possibleOutputAttachmentTypes: attachments, acceptedParameters: parameters } = wire;
  return withoutAbsent({
    id: wire.id,
    description: wire.description,
    possibleAttachments: attachments.length
      ? attachments.map((type) => AttachmentType[type] as AnswerAttachment)
      : undefined,
    parameters: parameters.length ? parameters.map(({ name, description }) => ({ name, description })) : undefined,
  });
}
