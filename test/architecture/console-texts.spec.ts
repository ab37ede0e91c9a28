import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './source-files.js';

const LOCALES = join(ROOT, 'web/console/src/i18n/locales');
const PLURAL = /_(zero|one|two|few|many|other)$/;

const namespacesOf = (language: string) =>
  readdirSync(join(LOCALES, language)).filter((file) => file.endsWith('.json'));

/** Keys such as `bots:tab.overview` and their texts; of a counted text there is one for each plural form. */
function textsOf(language: string): Map<string, string> {
  const texts = new Map<string, string>();
  const take = (value: unknown, key: string) => {
    if (typeof value === 'string') texts.set(key, value);
    else for (const [name, inner] of Object.entries(value as object)) take(inner, `${key}${name}.`);
  };
  for (const file of namespacesOf(language)) {
    take(JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')), `${file.replace('.json', '')}:`);
  }
  return texts;
}

const kinds = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.slice(0, -1).replace(PLURAL, '')))].sort();

const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();

describe('texts of the console', () => {
  const english = textsOf('en');
  const languages = readdirSync(LOCALES);

  it('are there in four languages', () => {
    expect(languages.sort()).toEqual(['de', 'en', 'es', 'fr']);
    expect(english.size).toBeGreaterThan(300);
  });

  it('are loaded before the first page, all of them', () => {
    const source = readFileSync(join(LOCALES, '../i18n.ts'), 'utf8');
    const [, list] = /NAMESPACES = \[([^\]]+)\]/.exec(source)!;
    const named = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => `${name}.json`);
    expect(named).toEqual(namespacesOf('en').sort());
  });

  it.each(languages)('are whole in %s: the same keys, none empty, every plural form', (language) => {
    const texts = textsOf(language);
    expect(kinds(texts)).toEqual(kinds(english));
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...texts.keys()].filter((key) => PLURAL.test(key.slice(0, -1)));
    const missing = new Set(counted.map((key) => key.slice(0, -1).replace(PLURAL, '')));
    for (const kind of missing) {
      // French and Spanish have a form for millions, which reads as the plural does.
      const needed = forms.filter((form) => form !== 'many');
      if (needed.every((form) => texts.has(`${kind}_${form}.`))) missing.delete(kind);
    }
    expect([...missing]).toEqual([]);
  });

  it.each(languages)('say in %s what they say in English: the same things filled in', (language) => {
    const texts = textsOf(language);
    const different = [...texts].filter(([key, text]) => {
      const model = english.get(key) ?? english.get(key.replace(/_\w+\.$/, '_other.'));
      // One of something needs no number.
      return model && !/_one\.$/.test(key) && placeholders(text).join() !== placeholders(model).join();
    });
    expect(different).toEqual([]);
  });
});
