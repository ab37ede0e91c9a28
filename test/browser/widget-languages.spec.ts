import { chooseLanguage, launcherWords } from '../../web/widget/src/languages.js';

describe('the language of the widget', () => {
  it.each([
    ['the first that we speak', {}, ['ca', 'es-MX', 'en'], 'es-MX'],
    ['one in which only the site has texts', { ca: { title: 'Hola' } }, ['ca', 'es'], 'ca'],
    ['a name that every object has', {}, ['constructor', 'de'], 'de'],
    ['none that anybody here speaks', {}, ['ca', 'fil'], 'en'],
    ['none at all', {}, [], 'en'],
  ])('is %s', (_, texts, wanted, chosen) => {
    expect(chooseLanguage(texts, wanted)).toBe(chosen);
  });

  it('has the site’s own words, of the region before those of the language', () => {
    const texts = { pt: { launcherLabel: 'Falar' }, 'pt-BR': { launcherLabel: 'Oi' } };
    expect(['pt-BR', 'pt-PT', 'ar'].map((tag) => launcherWords(texts, tag).open)).toEqual([
      'Oi',
      'Falar',
      'افتح المحادثة',
    ]);
  });
});
