import type { WidgetConfig } from './widget-api.js';

const LABELS: Record<string, string> = {
  en: 'Open the chat',
  es: 'Abrir el chat',
  fr: 'Ouvrir le chat',
  de: 'Chat öffnen',
  it: 'Apri la chat',
  pt: 'Abrir o chat',
  nl: 'Chat openen',
  pl: 'Otwórz czat',
  ar: 'افتح المحادثة',
  zh: '打开聊天',
};

/** What the button says to screen readers: the site's own words, else ours, in the visitor's language. */
export function launcherLabel(texts: WidgetConfig['texts'], tag: string): string {
  const language = tag.slice(0, 2).toLowerCase();
  return texts[tag]?.launcherLabel ?? texts[language]?.launcherLabel ?? LABELS[language] ?? LABELS.en;
}
