import { expect, it } from '@jest/globals';
import { bestOf } from './foreign';

it.each([
  ['nb', { nb: 'Is', en: 'Ice' }, { text: 'Is', lang: 'nb' }],
  ['nn', { nb: 'Is', en: 'Ice' }, { text: 'Is', lang: 'nb' }],
  ['en', { nb: 'Is', en: 'Ice' }, { text: 'Ice', lang: 'en' }],
  ['ar', { nb: 'Is', en: 'Ice' }, { text: 'Ice', lang: 'en' }],
  ['ar', { nb: 'Is', en: 'Is' }, { text: 'Is', lang: 'nb' }],
  ['en', { nb: 'Is', en: ' ' }, { text: 'Is', lang: 'nb' }],
  ['nb', { nb: '', en: 'Ice' }, { text: 'Ice', lang: 'en' }],
] as const)('to a reader of %s %j is %j', (reader, text, best) => expect(bestOf(text, reader)).toEqual(best));
