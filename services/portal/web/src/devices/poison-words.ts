/** Norwegian words for why a scale's message could not be used; the reasons of `libs/devices` and of the service `dropoffs`. */
const WORDS: Record<string, string> = {
  unknown_device: 'Vekten står ikke i registeret, eller meldingen kom fra en annen stasjon',
  too_large: 'Meldingen er for stor',
  empty: 'Meldingen er tom',
  truncated: 'Meldingen er avkortet',
  not_text: 'Meldingen er ikke lesbar tekst',
  not_json: 'Meldingen er ikke gyldig JSON',
  not_an_object: 'Meldingen er bygd opp på en annen måte enn vi kjenner',
  not_a_pack: 'Meldingen er ikke gyldig SenML',
  not_protobuf: 'Meldingen er ikke gyldig Sparkplug B',
  not_mt_sics: 'Meldingen er ikke gyldig MT-SICS',
  too_many_metrics: 'Meldingen har flere verdier enn vi tar imot',
  encrypted: 'Meldingen er kryptert. Slå av krypteringen på enheten',
  ambiguous: 'Meldingen har flere vekter. Velg én i registeret',
  no_field: 'Registeret sier ikke hvilket felt vekten står i',
  no_calibration: 'Registeret mangler tallene fra kalibreringsarket',
  unknown_unit: 'Måleenheten er ukjent. Skriv den i registeret',
  unknown_object: 'Meldingen har et felt vi ikke kjenner',
  unknown_alias: 'Verdien har bare et nummer, og vi vet ikke hva nummeret betyr. Vi har bedt enheten fortelle det',
  bad_boot: 'Meldingen sier ikke hvilken oppstart den hører til',
  bad_readings: 'Meldingen har ingen liste over målinger',
  bad_seq: 'En måling mangler nummer',
  bad_at: 'En måling mangler gyldig tidspunkt',
  bad_t: 'Tidspunktet er ikke gyldig',
  bad_grams: 'Grammene er ikke et gyldig heltall',
  bad_weight: 'Vekten er ikke et gyldig tall',
  bad_unit: 'Måleenheten er ikke gyldig',
  bad_status: 'Vekten melder en tilstand vi ikke kjenner',
  bad_line: 'Linjen fra vekten er ikke som ventet',
  bad_topic: 'Emnet er ikke gyldig',
  bad_version: 'Meldingen er av en versjon vi ikke kjenner',
};

/** @param reason one or more codes with commas between; `failed: …` when it was the database that refused the message */
export function poisonWords(reason: string): string {
  if (reason.startsWith('failed:')) return 'Meldingen kunne ikke lagres. Meld fra til drift';
  const words = reason.split(', ').map(wordsOf);
  return [...new Set(words)].join('. ');
}

function wordsOf(code: string): string {
  if (code.startsWith('person')) return 'Meldingen handlet om en person. Ingenting av den er tatt vare på';
  const [, field] = /^bad_(\w+)$/.exec(code) ?? [];
  return WORDS[code] ?? (field ? `Feltet «${field}» mangler eller er ugyldig` : code);
}
