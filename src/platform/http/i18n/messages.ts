import type { Locale } from './locale.js';

/** Texts by language and code, with `{name}` placeholders. Every module brings its own. */
export type MessageCatalog = Record<Locale, Record<string, string>>;

const texts: MessageCatalog = { en: {}, es: {}, fr: {}, de: {} };

/** Adds a module's texts; called once for each at start. */
export function registerMessages(...catalogs: MessageCatalog[]): void {
  for (const catalog of catalogs) {
    for (const locale of Object.keys(texts) as Locale[]) Object.assign(texts[locale], catalog[locale]);
  }
}

/** The sentence for a code, falling back to English and then to the code itself. */
export function message(locale: Locale, code: string, params: Record<string, string | number> = {}): string {
  const template = texts[locale][code] ?? texts.en[code] ?? code;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** Every registered code, for the test that compares the languages. */
export function registeredCodes(locale: Locale): string[] {
  return Object.keys(texts[locale]).sort();
}
