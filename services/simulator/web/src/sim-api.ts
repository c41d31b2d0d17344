import type { Answer, DoorFaults, HeldHours, ScaleFaults, Thing } from './sim-types';

/** What the simulator said when it could not do as asked; the message is for people. */
export class SimError extends Error {}

async function call<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
  const response = await fetch(`/sim/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new SimError('Simulatoren svarer ikke. Kjører den?');
  });
  const text = await response.text();
  const answer: unknown = text ? JSON.parse(text) : undefined;
  if (!response.ok) throw new SimError(problemText(answer));
  return answer as T;
}

function problemText(problem: unknown): string {
  const { title, detail } = (problem ?? {}) as { title?: string; detail?: string };
  return [title ?? 'Noe gikk galt.', detail].filter(Boolean).join(' ');
}

export const sim = {
  links: () => call<{ portalUrl: string }>('GET', 'links'),
  manifest: () => call<{ things: Thing[] }>('GET', 'manifest'),
  press: (thingId: string, actionId: string) => call<Answer>('POST', 'press', { thingId, actionId }),
  moveDoor: (doorId: string, move: 'open' | 'open-from-inside' | 'close' | 'unlock-with-key') =>
    call<void>('POST', `doors/${doorId}/${move}`),
  setDoorFaults: (doorId: string, faults: Partial<DoorFaults>) => call<void>('PUT', `doors/${doorId}/faults`, faults),
  setScaleFaults: (scaleId: string, faults: Partial<ScaleFaults>) =>
    call<void>('PUT', `scales/${scaleId}/faults`, faults),
  putIn: (container: string, grams: number) => call<void>('POST', `containers/${container}/put-in`, { grams }),
  takeOut: (container: string, grams: number) => call<void>('POST', `containers/${container}/take-out`, { grams }),
  lean: (container: string, grams: number) => call<void>('POST', `containers/${container}/lean`, { grams }),
  held: () => call<HeldHours>('GET', 'held-open'),
  holdOpen: (stationId: string) => call<HeldHours>('POST', `held-open/${stationId}`),
  undoHoldOpen: (stationId: string) => call<HeldHours>('POST', `held-open/${stationId}/undo`),
};
