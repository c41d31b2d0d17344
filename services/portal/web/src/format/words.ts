import type { AttemptView, DoorView, EntryKind, Period, Quality, WasteStream } from '../api-types';

/** Norwegian words for the codes of the API; an unknown code is shown as it is. */
export const STREAM_NAMES: Record<WasteStream, string> = {
  reuse: 'Ombruk',
  recycling: 'Materialgjenvinning',
  residual: 'Restavfall',
  hazardous: 'Farlig avfall',
};

export const KIND_NAMES: Record<EntryKind, string> = {
  'drop-off': 'Levert',
  'take-out': 'Tatt med',
  emptying: 'Tømt',
  collection: 'Hentet',
  transfer: 'Flyttet',
  drift: 'Drift i vekten',
  unexplained: 'Uforklart',
  correction: 'Korrigering',
  manual: 'Ført for hånd',
  import: 'Importert',
  activity: 'Aktivitet',
};

export const QUALITY_NAMES: Record<Quality, string> = { ok: 'Sikker', uncertain: 'Usikker', quarantine: 'Karantene' };

export const ATTEMPT_NAMES: Record<AttemptView['state'], string> = {
  requested: 'Mottatt',
  granted: 'Innvilget',
  denied: 'Avslått',
  sent: 'Sendt til døren',
  unlocked: 'Låst opp',
  opened: 'Åpnet',
  closed: 'Åpnet og lukket',
  expired: 'For sent',
  failed: 'Mislyktes',
  unknown: 'Ukjent utfall',
};

export const LOCK_NAMES: Record<DoorView['lock'], string> = {
  locked: 'Låst',
  unlocked: 'Ulåst',
  jammed: 'Låsen sitter fast',
  unknown: 'Lås ukjent',
};
export const LEAF_NAMES: Record<DoorView['open'], string> = { open: 'Åpen', closed: 'Lukket', unknown: 'Ukjent' };

export const PERIOD_NAMES: Record<Period, string> = { day: 'Dag', week: 'Uke', month: 'Måned', year: 'År' };

const REASONS: Record<string, string> = {
  outside_hours: 'Utenfor åpningstiden',
  holiday: 'Helligdag',
  exception: 'Egne åpningstider den dagen',
  closure: 'Midlertidig stengt',
  hours_unknown: 'Åpningstidene er ikke kjent',
  staffed_only: 'Bare når det er betjent',
  out_of_service: 'Ute av drift',
  device_offline: 'Døren er uten kontakt',
  device_busy: 'Døren var opptatt',
  busy: 'Døren var opptatt',
  no_answer: 'Døren svarte ikke',
  too_late: 'For lite tid igjen',
  expired: 'Døren fikk beskjed for sent',
  jammed: 'Låsen satt fast',
  refused: 'Døren nektet',
  fault: 'Feil i døren',
  still_running: 'Forrige forsøk var ikke ferdig',
  closed_by_time_out: 'Døren meldte ikke at den ble lukket',
  old_baseline: 'Lenge siden siste veiing før besøket',
  late_baseline: 'Ingen rolig veiing før besøket',
  tare_changed: 'Vekten ble nullstilt',
  implausible_weight: 'Usannsynlig vekt',
  over_maximum: 'Over det vekten tåler',
  late_load_added: 'Mer kom til etter lukking',
  late_load_removed: 'Noe ble fjernet etter lukking',
  no_readings_before_visit: 'Ingen måling før besøket',
  no_readings_after_visit: 'Ingen måling etter besøket',
  unstable_before_visit: 'Urolig vekt før besøket',
  unstable_after_visit: 'Urolig vekt etter besøket',
  scale_fault_before_visit: 'Feil på vekten før besøket',
  scale_fault_after_visit: 'Feil på vekten etter besøket',
  few_readings_before_visit: 'Få målinger før besøket',
  sparse: 'For få målinger',
  rebooted: 'Vekten startet på nytt',
  restless_scale: 'Vekten vandret av seg selv',
  load_drifts: 'Regn, snø eller sol endret vekten',
  stuck: 'Vekten hang fast',
  cell_lost: 'En veiecelle kan ha falt ut',
  unit_changed: 'Vekten byttet måleenhet',
  empty_weight_unknown: 'Tomvekten er ikke kjent',
  not_near_empty_weight: 'Tømt, men ikke til tomvekten',
  step_without_visit: 'Endret seg uten besøk',
  revised: 'Regnet ut på nytt',
  reversed: 'Tilbakeført',
  entered_by_staff: 'Ført av ansatte',
};

/** A reason code in Norwegian; codes without a name keep their letters, so that nothing is hidden. */
export function reasonName(code: string | null): string {
  return code === null ? '' : (REASONS[code] ?? code.replaceAll('_', ' '));
}
