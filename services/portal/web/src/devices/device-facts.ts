import type { RegisteredDoorView, RegisteredScaleView, ScaleListening } from '../api-types';
import { count, kilos, plural } from '../format/kilos';
import { ago, dateAndClock, lengthOfTime } from '../format/time';
import { LEAF_NAMES, LOCK_NAMES } from '../format/words';

/** A line about a device; `wrong` is what somebody should look after. */
export interface DeviceFact {
  name: string;
  value: string;
  wrong?: true;
}

export interface Contact {
  words: string;
  /** The colour of the tag. */
  skin: 'green' | 'red' | 'beige';
}

/** What to do about a scale without contact. */
export const SILENT_SCALE =
  'Sjekk strøm og nett. Mange vekter sender det de har spart opp når de er tilbake; det de ikke målte, registrerer du for hånd under Kilo.';

const CLOCK_TOLERANCE_MS = 2_000;
const LOW_BATTERY_PERCENT = 20;
const DISTRUST: Record<string, string> = {
  cell_lost: 'Stoles ikke på: en veiecelle kan ha falt ut. Sjekk vekten, og kalibrer den.',
  unit_changed: 'Stoles ikke på: den kan ha byttet måleenhet. Sjekk innstillingen på vekten.',
};

/** Whether a scale speaks, by how long such a scale may be silent. */
export function scaleContact({ lastSeenAt, certainty }: RegisteredScaleView, now: number): Contact {
  if (lastSeenAt === null) return { words: 'Har aldri meldt seg', skin: 'beige' };
  const isSilent = now - Date.parse(lastSeenAt) > certainty.silentAfterMs;
  return isSilent ? { words: 'Uten kontakt', skin: 'red' } : { words: 'Melder seg', skin: 'green' };
}

export function doorContact({ alive, lastSeenAt }: RegisteredDoorView): Contact {
  if (alive) return { words: 'Melder seg', skin: 'green' };
  return lastSeenAt === null ? { words: 'Har aldri meldt seg', skin: 'beige' } : { words: 'Uten kontakt', skin: 'red' };
}

/** `Sist hørt for 3 minutter siden (21. nov. kl. 11.04)`; empty when it was never heard. */
export function lastHeard(instant: string | null, now: number): string {
  return instant === null ? '' : `Sist hørt ${ago(instant, now)} (${dateAndClock(instant, now)})`;
}

/** Of a scale that was never heard only what is wrong: nothing else is known. */
export function scaleFacts(scale: RegisteredScaleView, now: number): DeviceFact[] {
  return [...(scale.lastSeenAt === null ? [] : factsOfHeard(scale)), ...scaleFaults(scale, now)];
}

function factsOfHeard(scale: RegisteredScaleView): DeviceFact[] {
  const { distrust, noiseGrams } = scale;
  return [
    distrust === null
      ? { name: 'Tillit', value: 'Ingen grunn til tvil' }
      : wrong('Tillit', DISTRUST[distrust] ?? distrust.replaceAll('_', ' ')),
    missingReadings(scale),
    clock(scale),
    { name: 'Uro', value: noiseGrams === null ? 'Ikke målt ennå' : `± ${kilos(Math.round(noiseGrams))} kg i ro` },
  ];
}

function scaleFaults({ conflicts, contestedAt, poison }: RegisteredScaleView, now: number): DeviceFact[] {
  const isContested = contestedAt !== null;
  return [
    conflicts > 0 && wrong('Motsigelser', `${plural(conflicts, 'måling', 'målinger')} kom igjen med annet innhold`),
    isContested &&
      wrong('Samme navn', `To enheter meldte seg på skift ${ago(contestedAt, now)}. Gi den ene et annet navn.`),
    poison > 0 && wrong('Uleselig', `${plural(poison, 'melding', 'meldinger')} kunne ikke leses`),
  ].filter((fault) => fault !== false);
}

export function doorFacts(door: RegisteredDoorView): DeviceFact[] {
  const { alive, open, lock, battery } = door;
  return [
    { name: 'Dør', value: alive ? LEAF_NAMES[open] : 'Vi vet ikke om den er åpen' },
    { name: 'Lås', value: LOCK_NAMES[lock], ...(lock === 'jammed' && { wrong: true as const }) },
    ...(battery === null
      ? []
      : [
          {
            name: 'Batteri',
            value: `${Math.round(battery)} %`,
            ...(battery <= LOW_BATTERY_PERCENT && { wrong: true as const }),
          },
        ]),
  ];
}

/** What is wrong with hearing scales at all; empty when all is well. */
export function listeningFaults(listening: ScaleListening | null): string[] {
  if (!listening) return ['Vi lytter ikke til vektene ennå. Meld fra til drift hvis det varer mer enn noen minutter.'];
  const { connected, contested, brokerDropped } = listening;
  return [
    !connected && 'Vi har mistet forbindelsen til vektene. Målingene venter på vektene og kommer når den er tilbake.',
    contested && 'Noen andre bruker forbindelsen vår til vektene. Meld fra til drift.',
    (brokerDropped ?? 0) > 0 &&
      `Meldingstjenesten har kastet ${plural(brokerDropped ?? 0, 'melding', 'meldinger')}. Meld fra til drift.`,
  ].filter((fault) => fault !== false);
}

function wrong(name: string, value: string): DeviceFact {
  return { name, value, wrong: true };
}

function missingReadings({ missing, certainty }: RegisteredScaleView): DeviceFact {
  const name = 'Målinger';
  if (certainty.identity === 'edge') return { name, value: 'Om noen mangler, merkes ikke på denne typen' };
  if (missing === 0) return { name, value: 'Ingen mangler' };
  const asked = certainty.resend ? ' Vekten er bedt om å sende på nytt.' : '';
  return wrong(name, `${count(missing)} mangler.${asked}`);
}

function clock({ clockOffsetMs, certainty }: RegisteredScaleView): DeviceFact {
  const name = 'Klokke';
  if (certainty.clock !== 'device') return { name, value: 'Har ingen egen' };
  if (clockOffsetMs === null) return { name, value: 'Ikke sammenlignet ennå' };
  if (Math.abs(clockOffsetMs) <= CLOCK_TOLERANCE_MS) return { name, value: 'Går riktig' };
  const off = lengthOfTime(Math.round(Math.abs(clockOffsetMs) / 1000));
  return { name, value: `Går ${off} ${clockOffsetMs > 0 ? 'etter' : 'foran'}. Vi retter for det.` };
}
