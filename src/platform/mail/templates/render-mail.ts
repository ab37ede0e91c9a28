import { type Locale, LOCALES } from '../../http/i18n/index.js';
import type { Mail } from '../mailer.port.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { mailPage } from './mail-page.js';
import type { MailText, MailTexts } from './mail-text.js';

const TEXTS: Record<Locale, MailTexts> = { en, es, fr, de };

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

type Values = Record<string, string>;

/** The mail in its language, as text and as HTML. Whatever people chose as a name stands in it as plain text. */
export function renderMail(mail: Mail): RenderedMail {
  const locale = (LOCALES as readonly string[]).includes(mail.locale) ? (mail.locale as Locale) : 'en';
  const texts = TEXTS[locale];
  const words = wordsOf(mail, texts);
  const values = valuesOf(mail, texts);
  const fill = (text: string) => filled(text, values);
  const greeting = values.name ? fill(texts.greeting) : texts.greetingUnnamed;
  const parts = {
    locale,
    subject: fill(words.subject),
    paragraphs: [greeting, ...words.lines.map(fill)],
    action: words.action && values.link ? { label: words.action, link: values.link } : undefined,
    linkHint: texts.linkHint,
    notes: (words.notes ?? []).map(fill),
    footer: texts.footer,
  };
  return { subject: parts.subject, html: mailPage(parts), text: mailText(parts) };
}

export interface MailParts {
  locale: string;
  subject: string;
  paragraphs: string[];
  action?: { label: string; link: string };
  linkHint: string;
  notes: string[];
  footer: string;
}

function mailText({ paragraphs, action, notes, footer }: MailParts): string {
  const button = action ? [`${action.label}:\n${action.link}`] : [];
  return `${[...paragraphs, ...button, ...notes, `-- \n${footer}`].join('\n\n')}\n`;
}

function wordsOf({ template, params }: Mail, { mails }: MailTexts): MailText {
  const removed = template === 'second-factor-changed' && 'enabled' in params && !params.enabled;
  return mails[removed ? 'second-factor-removed' : template];
}

function valuesOf({ params }: Mail, { roles }: MailTexts): Values {
  const values = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, oneLine(String(value))]),
  );
  return values.role ? { ...values, role: roles[values.role] ?? values.role } : values;
}

/** In one pass, so that braces within a value stay what they are. */
function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** A line break in a name must not become a header, nor a control character anything at all. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
}
