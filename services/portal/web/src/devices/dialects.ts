import type { RegisteredDoorView, RegisteredScaleView } from '../api-types';

const NAMES: Record<string, string> = {
  selvbetjent: 'Selvbetjent',
  'tasmota-hx711': 'Tasmota HX711',
  'tasmota-mi-scale': 'Mi-vekt gjennom Tasmota',
  'xiaomi-mi-scale': 'Mi-vekt',
  esphome: 'ESPHome',
  json: 'JSON',
  theengs: 'Theengs',
  bthome: 'BTHome',
  'sparkplug-b': 'Sparkplug B',
  senml: 'SenML',
  'ttn-v3': 'LoRaWAN (The Things)',
  'chirpstack-v4': 'LoRaWAN (ChirpStack)',
  'decentlab-kl66': 'Decentlab',
  'mt-sics': 'Mettler Toledo',
  'a-and-d': 'A&D',
  'dini-argeo': 'Dini Argeo',
  tasmota: 'Tasmota',
  shelly: 'Shelly',
  zigbee2mqtt: 'Zigbee2MQTT',
};

export function dialectName(dialect: string | undefined): string {
  return dialect === undefined ? 'ukjent type' : (NAMES[dialect] ?? dialect);
}

/** What such a scale can't promise, in plain words; nothing for our own. */
export function scaleLimits({ certainty }: Pick<RegisteredScaleView, 'certainty'>): string[] {
  const { identity, resend, clock, untared } = certainty;
  return [
    identity === 'edge' && 'Den nummererer ikke målingene. Forsvinner noen på veien, merker vi det ikke.',
    !resend && 'Den sender ikke på nytt. Det den veide uten kontakt, er tapt.',
    clock === 'arrival' && 'Den forteller ikke når den veide. Vi bruker tiden da meldingen kom fram.',
    clock === 'network' && 'Nettet forteller når den veide, ikke vekten selv.',
    untared === 'sometimes' && 'Nullstilles den, kan det se ut som om noe ble tatt ut.',
    untared === 'never' && 'Nullstilles den, ser det ut som om noe ble tatt ut. Ikke trykk på tara.',
  ].filter((limit) => limit !== false);
}

/** What such a door can't promise, in plain words; nothing for our own. */
export function doorLimits({ promises }: Pick<RegisteredDoorView, 'promises'>): string[] {
  if (!promises) return [];
  return [
    !promises.lateCommandsDie && 'Blir meldingen forsinket på nettet, kan døren låse seg opp senere enn ventet.',
    !promises.answersByCommand && 'Den sier ikke hvilken melding den svarer på. Vi ser bare at låsen endret seg.',
    !promises.saysNo && 'Den sier ikke fra når den ikke kan åpne. Vi merker det bare på at svaret uteblir.',
    promises.boltIs === 'relay' && '«Låst» betyr at releet er av. Om låsen virkelig gikk i, vet vi ikke.',
    promises.relocks === 'unchecked' && 'At den låser seg igjen, må være satt opp på enheten. Vi kan ikke se det.',
    !promises.keepsChanges && 'Det som skjer mens den er uten kontakt, får vi aldri vite.',
    !promises.knowsLeaf && 'Uten egen dørkontakt vet vi ikke om døren står åpen.',
  ].filter((limit) => limit !== false);
}
