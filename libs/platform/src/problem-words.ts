/** What HTTP itself refuses, in words for people: what happened, and what to do. By status; 400 stands for all others of the caller. */
const WORDS: Readonly<Record<number, [title: string, detail: string]>> = {
  400: [
    'Forespørselen kan ikke leses',
    'Se etter at innholdet er gyldig JSON og adressen riktig skrevet, og prøv igjen.',
  ],
  404: ['Adressen finnes ikke', 'Se etter at den er riktig skrevet.'],
  405: ['Adressen kan ikke brukes slik', 'Se i dokumentasjonen hvilke metoder den tar imot.'],
  413: ['Innholdet er for stort', 'Ingenting er lagret. Del det opp, og prøv igjen.'],
  415: ['Innholdet har feil type', 'Ingenting er lagret. Send det som typen i dokumentasjonen.'],
  429: ['For mange forespørsler', 'Vent litt, og prøv igjen.'],
};
const INTERNAL: [title: string, detail: string] = [
  'Noe gikk galt hos oss',
  'Prøv igjen om et minutt. Endret du noe, så se først etter om det ble lagret.',
];

export function problemWords(status: number): [title: string, detail: string] {
  return WORDS[status] ?? (status >= 500 ? INTERNAL : WORDS[400]!);
}
