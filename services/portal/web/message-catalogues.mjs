import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The language that the others are measured by. */
const MEASURE = 'nb';
const PLACEHOLDER = /\{([a-z]+)\}/g;

/**
 * @param {string} folder of `<language>.json` files
 * @returns {Record<string, Record<string, string | Record<string, string>>>} messages by language and key; a text, or its plural forms
 */
export function readCatalogues(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, name), 'utf8'))]),
  );
}

/**
 * @returns {string[]} what a translator has to mend: keys and placeholders that are missing or superfluous, empty texts, and
 * plural forms that aren't those of the language (CLDR, as `Intl.PluralRules` has them). Empty when all is well.
 */
export function faultsOf(catalogues) {
  const measure = catalogues[MEASURE];
  if (!measure) return [`${MEASURE}.json is missing`];
  return Object.entries(catalogues).flatMap(([language, messages]) => [
    ...difference(measure, messages).map((key) => `${language}.json lacks the key "${key}"`),
    ...difference(messages, measure).map(
      (key) => `${language}.json has the key "${key}", which ${MEASURE}.json hasn't`,
    ),
    ...Object.keys(messages)
      .filter((key) => key in measure)
      .flatMap((key) =>
        faultsOfMessage(messages[key], measure[key], language).map((fault) => `${language}.json, "${key}": ${fault}`),
      ),
  ]);
}

/** @returns {string} a TypeScript file with the keys of `nb.json` and what each has to be given. */
export function keysFile(catalogues) {
  const lines = Object.entries(catalogues[MEASURE]).map(([key, message]) => {
    const values = [...placeholdersOf(message)].sort().map((name) => `${name}: ${typeOf(name)}`);
    return `  ${/^[a-z]+$/.test(key) ? key : `'${key}'`}: ${values.length ? `{ ${values.join('; ')} }` : 'null'};`;
  });
  return `// Written by the build from ${MEASURE}.json.\n\n/** Every message, and the values of its placeholders. */\nexport interface MessageValues {\n${lines.join('\n')}\n}\n`;
}

function faultsOfMessage(message, measure, language) {
  const plural = typeof measure !== 'string';
  if ((typeof message !== 'string') !== plural) return [plural ? 'needs plural forms' : 'takes no plural forms'];
  return [
    ...(plural ? faultsOfForms(message, language) : []),
    ...textsOf(message).flatMap((text) => (text.trim() === '' ? ['is empty'] : [])),
    ...faultsOfPlaceholders(message, measure),
  ];
}

function faultsOfForms(forms, language) {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return [
    ...wanted.filter((form) => !(form in forms)).map((form) => `lacks the plural form "${form}"`),
    ...Object.keys(forms)
      .filter((form) => !wanted.includes(form))
      .map((form) => `has the plural form "${form}", which the language hasn't`),
  ];
}

/** A form of one or two may say the number in words; the others need every placeholder. */
function faultsOfPlaceholders(message, measure) {
  const wanted = placeholdersOf(measure);
  const texts = typeof message === 'string' ? [['', message]] : Object.entries(message);
  return texts.flatMap(([form, text]) => {
    const given = placeholdersOf(text);
    const inWords = ['one', 'two'].includes(form);
    return [
      ...[...wanted]
        .filter((name) => !given.has(name) && !(inWords && name === 'count'))
        .map((name) => `lacks {${name}}`),
      ...[...given].filter((name) => !wanted.has(name)).map((name) => `has {${name}}, which nobody fills in`),
    ];
  });
}

const difference = (one, other) => Object.keys(one).filter((key) => !(key in other));
const textsOf = (message) => (typeof message === 'string' ? [message] : Object.values(message));
const placeholdersOf = (message) =>
  new Set(textsOf(message).flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name)));
const typeOf = (name) => (name === 'count' ? 'number' : 'string');
