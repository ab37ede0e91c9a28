import type { WidgetConfig } from './widget-config.js';

/** What the button itself says, so that it need not wait for the other texts: its name, and that nothing can be loaded. */
const SPOKEN: Record<string, [open: string, offline: string]> = {
  en: ['Open the chat', 'There is no connection.'],
  es: ['Abrir el chat', 'No hay conexión.'],
  fr: ['Ouvrir le chat', 'Pas de connexion.'],
  de: ['Chat öffnen', 'Keine Verbindung.'],
  it: ['Apri la chat', 'Nessuna connessione.'],
  pt: ['Abrir o chat', 'Sem ligação.'],
  nl: ['Chat openen', 'Geen verbinding.'],
  pl: ['Otwórz czat', 'Brak połączenia.'],
  ar: ['افتح المحادثة', 'لا يوجد اتصال.'],
  zh: ['打开聊天', '没有网络连接。'],
};

/** `pt` of `pt-BR`. */
export function baseOf(tag: string): string {
  return tag.split('-')[0].toLowerCase();
}

/** The first language that a visitor reads and we speak, be it by our own texts or by the site's; else English. */
export function chooseLanguage(texts: WidgetConfig['texts'], wanted: readonly string[]): string {
  const spoken = (tag: string) =>
    Object.hasOwn(texts, tag) || Object.hasOwn(texts, baseOf(tag)) || Object.hasOwn(SPOKEN, baseOf(tag));
  return wanted.find(spoken) ?? 'en';
}

/** The button's words in the language: the site's own, else ours. */
export function launcherWords(texts: WidgetConfig['texts'], tag: string): { open: string; offline: string } {
  const [open, offline] = SPOKEN[baseOf(tag)] ?? SPOKEN.en;
  return { open: texts[tag]?.launcherLabel || texts[baseOf(tag)]?.launcherLabel || open, offline };
}
