import { LOCALES, type MessageCatalog } from '../../src/platform/http/i18n/index.js';
import { listFiles, readSources, ROOT } from './source-files.js';

async function catalogs(): Promise<MessageCatalog[]> {
  const files = listFiles(`${ROOT}/src`).filter((file) => file.endsWith('.messages.ts'));
  const modules = await Promise.all(
    files.map((file) => import(file) as Promise<Record<string, MessageCatalog>>),
  );
  return modules.flatMap((module) => Object.values(module));
}

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe('error texts', () => {
  it('exist in every language, with the same placeholders', async () => {
    for (const catalog of await catalogs()) {
      for (const locale of LOCALES) {
        expect(Object.keys(catalog[locale]).sort()).toEqual(Object.keys(catalog.en).sort());
        for (const [code, text] of Object.entries(catalog[locale])) {
          expect({ code, placeholders: placeholders(text) }).toEqual({
            code,
            placeholders: placeholders(catalog.en[code]),
          });
          expect(text.trim()).not.toBe('');
        }
      }
    }
  });

  it('are known to the application, whichever module has them', () => {
    const setUp = readSources().find(({ path }) => path === 'app.setup.ts')!.text;
    const registered = /registerMessages\(([^)]*)\)/.exec(setUp)![1].match(/\w+/g)!;
    const offered = readSources()
      .filter(({ path }) => path.endsWith('index.ts'))
      .flatMap(({ text }) => [...text.matchAll(/\b([a-z]+Messages)\b/g)].map(([, name]) => name))
      .filter((name) => name !== 'registerMessages');
    expect(offered.length).toBeGreaterThan(8);
    expect(offered.filter((name) => !registered.includes(name))).toEqual([]);
  });

  it('exist for every code that the source throws', async () => {
    const known = new Set((await catalogs()).flatMap((catalog) => Object.keys(catalog.en)));
    const thrown = readSources()
      .filter((file) => !file.path.endsWith('.spec.ts'))
      .flatMap((file) => [...file.text.matchAll(/new DomainError\(\s*'([\w.]+)'/g)].map((match) => match[1]));
    expect(thrown.length).toBeGreaterThan(30);
    expect([...new Set(thrown)].filter((code) => !known.has(code))).toEqual([]);
  });
});
