import { DEMO_PEOPLE } from './demo-people';

const STYLE = `
  body { font: 1.125rem/1.5 system-ui, sans-serif; background: #f8f0dd; color: #2a2859; margin: 0; }
  main { max-width: 24rem; margin: 10vh auto; background: #fff; padding: 2rem; }
  h1 { font-size: 1.5rem; margin: 0 0 1rem; }
  label { display: block; margin-top: 1rem; }
  input { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem; border: 2px solid #2a2859; }
  button { font: inherit; margin-top: 1.5rem; padding: .6rem 1.5rem; background: #2a2859; color: #fff; border: 0; cursor: pointer; }
  :focus-visible { outline: 3px solid #ff8274; outline-offset: 2px; }
  .fault { background: #ffdfdc; padding: .6rem; }
  .hint { font-size: .95rem; }`;

/** The demo's log-in; posts to where it was fetched from. */
export function logInPage({ refused }: { refused: boolean }): string {
  const names = Object.keys(DEMO_PEOPLE).map((name) => `<b>${name}</b>`);
  const fault = refused
    ? '<p class="fault" role="alert">Brukernavnet eller passordet stemmer ikke. Prøv igjen.</p>'
    : '';
  return page(`<h1>Logg inn</h1>${fault}
    <form method="post">
      <label for="name">Brukernavn</label>
      <input id="name" name="name" autocomplete="username" autocapitalize="none" required autofocus>
      <label for="password">Passord</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      <button type="submit">Logg inn</button>
    </form>
    <p class="hint">Dette er en demo: ${names.join(' eller ')}, passord <b>demo</b>.</p>`);
}

export function failedPage(): string {
  return page(`<h1>Innloggingen ble ikke fullført</h1>
    <p>Det kan ha gått for lang tid, eller siden ble åpnet på nytt. Ingenting er endret.</p>
    <p><a href="/login">Prøv igjen</a> eller <a href="/">gå til forsiden</a>.</p>`);
}

/** The hash of the style stands in the pages' own Content-Security-Policy. */
export const PAGE_STYLE = STYLE;

function page(content: string): string {
  return `<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Logg inn – Selvbetjent</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="/favicon.svg" type="image/svg+xml"><style>${STYLE}</style></head>
    <body><main>${content}</main></body></html>`;
}
