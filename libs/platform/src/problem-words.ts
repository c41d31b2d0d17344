/** What HTTP itself refuses, in words for people: what happened, and what to do. By status; 400 stands for all others of the caller. */
const WORDS: Readonly<Record<number, [title: string, detail: string]>> = {
  400: [
    'Forespørselen kan ikke leses',
    'Se etter at innholdet er gyldig JSON og adressen riktig skrevet, og prøv igjen.',
  ],
  404: ['Adressen finnes ikke', 'Se etter at den er riktig skrevet.'],
  405: ['Adressen kan ikke brukes slik', 'Se i dokumentasjonen hvilke metoder den tar imot.'],
  406: [
    'Svaret finnes ikke i den formen',
    'Se i dokumentasjonen hvilke typer adressen svarer med, og be om en av dem.',
  ],
  408: ['Forespørselen kom ikke helt fram', 'Ingenting er lagret. Prøv igjen.'],
  413: ['Innholdet er for stort', 'Ingenting er lagret. Del det opp, og prøv igjen.'],
  414: ['Adressen er for lang', 'Ta bort noe av den, og prøv igjen.'],
  415: ['Innholdet har feil type', 'Ingenting er lagret. Send det som typen i dokumentasjonen.'],
  417: ['Forventningen kan ikke innfris', 'Send forespørselen uten Expect.'],
  429: ['For mange forespørsler', 'Vent litt, og prøv igjen.'],
  431: ['Hodet i forespørselen er for stort', 'Slett informasjonskapslene for denne siden, og prøv igjen.'],
  503: ['Ikke tilgjengelig akkurat nå', 'Vent et minutt og prøv igjen.'],
};
const INTERNAL: [title: string, detail: string] = [
  'Noe gikk galt hos oss',
  'Prøv igjen om et minutt. Endret du noe, så se først etter om det ble lagret.',
];

export function problemWords(status: number): [title: string, detail: string] {
  return WORDS[status] ?? (status >= 500 ? INTERNAL : WORDS[400]!);
}
