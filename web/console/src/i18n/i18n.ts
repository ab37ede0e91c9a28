import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import { isolated } from './isolated.js';

export const LANGUAGES = { en: 'English', es: 'Español', fr: 'Français', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = 'kyrochat.language';

const NAMESPACES = [
  'account',
  'auth',
  'bots',
  'chat',
  'common',
  'conversations',
  'knowledge',
  'spend',
  'widget',
  'workspace',
];

/** One file for each language, with all namespaces: no page waits for its texts. */
const languages = import.meta.glob<{ default: Record<string, Record<string, unknown>> }>(
  './locales/*/index.ts',
);

/** The language that was chosen here, else the browser's first that we speak, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEY), ...navigator.languages];
  for (const tag of wanted) {
    const language = tag?.slice(0, 2).toLowerCase();
    if (language && language in LANGUAGES) return language as Language;
  }
  return 'en';
}

export async function startI18n(): Promise<void> {
  const language = preferredLanguage();
  document.documentElement.lang = language;
  await i18next
    .use({
      type: 'backend',
      read: (lng: string, ns: string, done: (error: unknown, data?: unknown) => void) => {
        const load = languages[`./locales/${lng}/index.ts`];
        if (!load) return done(new Error(`no texts in ${lng}`));
        load().then(
          (module) => done(null, module.default[`./${ns}.json`]),
          (error: unknown) => done(error),
        );
      },
    })
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: Object.keys(LANGUAGES),
      ns: NAMESPACES,
      defaultNS: 'common',
      // React escapes by itself; this is against what would turn the rest of a sentence around.
      interpolation: { escapeValue: true, escape: isolated },
      react: { useSuspense: true },
    });
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
