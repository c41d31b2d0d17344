import { createHash } from 'node:crypto';
import { encodeManifest } from './encode-manifest';
import type { Manifest, Thing, ThingState } from './manifest';

/**
 * Changes exactly when a manifest's version must rise: SHA-256 (hex) of its content without the version itself, times of
 * update and last contact, debug lines and signal strength, whatever the order of things, actions, states and codes.
 */
export function manifestContentHash(manifest: Manifest): string {
  const content: Manifest = {
    version: 0,
    things: sortedBy(manifest.things.map(contentOfThing), ({ id }) => id),
    errorCodes: sortedBy(manifest.errorCodes, ({ code }) => code),
  };
  return createHash('sha256').update(encodeManifest(content)).digest('hex');
}

function contentOfThing(thing: Thing): Thing {
  const states = thing.states.filter(({ kind }) => kind !== 'debugLog').map(contentOfState);
  return {
    ...thing,
    actions: sortedBy(thing.actions, ({ id }) => id),
    states: sortedBy(states, (state) =>
      state.kind === 'actionHealth' ? `${state.kind} ${state.actionId}` : state.kind,
    ),
  };
}

function contentOfState({ lastUpdate: _, ...state }: ThingState): ThingState {
  switch (state.kind) {
    case 'online':
      return { ...state, lastSeen: undefined };
    case 'network':
      return { ...state, rssi: undefined };
    case 'properties':
      return { ...state, properties: Object.fromEntries(sortedBy(Object.entries(state.properties), ([name]) => name)) };
    default:
      return state;
  }
}

function sortedBy<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  return [...values].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
