import type { Mail, MailParams, MailTemplate } from '../mailer.port.js';
import { renderMail } from './render-mail.js';

const LINK = 'https://chat.example.com/verify-email?token=abc&x=1';

/** Params for every template, so that a new one without an example does not compile. */
const EXAMPLES: { [T in MailTemplate]: MailParams[T] } = {
  'verify-email': { name: 'Ada', link: LINK, hours: 24 },
  'reset-password': { name: 'Ada', link: LINK, minutes: 30 },
  'password-changed': { name: 'Ada', time: '2026-01-01 10:00 UTC', ip: '192.0.2.1' },
  'approve-email-change': { name: 'Ada', newEmail: 'new@example.com', link: LINK, hours: 24 },
  'confirm-email-change': { name: 'Ada', link: LINK, hours: 24 },
  'email-changed': { name: 'Ada', newEmail: 'new@example.com' },
  'already-registered': { name: 'Ada', link: LINK },
  'second-factor-changed': { name: 'Ada', enabled: true, time: '2026-01-01 10:00 UTC', ip: '192.0.2.1' },
  'account-deletion-scheduled': { name: 'Ada', link: LINK, date: '2026-02-01' },
  'account-deleted': { name: 'Ada' },
  invitation: { inviter: 'Ada', workspace: 'Engines', role: 'editor', link: LINK, days: 7 },
  'ownership-transferred': { name: 'Ada', workspace: 'Engines', newOwner: 'Charles' },
  'ownership-inherited': { name: 'Ada', workspace: 'Engines', link: LINK },
};
const TEMPLATES = Object.keys(EXAMPLES) as MailTemplate[];
const LOCALES = ['en', 'es', 'fr', 'de'];

const mailOf = (template: MailTemplate, locale: string, params: object = {}) =>
  ({ template, to: 'ada@example.com', locale, params: { ...EXAMPLES[template], ...params } }) as Mail;

describe('mails', () => {
  const all = TEMPLATES.flatMap((template) => LOCALES.map((locale) => [template, locale] as const));

  it.each(all)('%s in %s says everything, as text and as HTML', (template, locale) => {
    const { subject, text, html } = renderMail(mailOf(template, locale));
    for (const part of [subject, text, html]) expect(part).not.toMatch(/[{}]\w|undefined|\[object/);
    expect(html).toContain(`<html lang="${locale}">`);
    for (const [name, value] of Object.entries(EXAMPLES[template])) {
      if (typeof value === 'boolean' || name === 'role') continue;
      expect(text).toContain(String(value));
    }
    const link = 'link' in EXAMPLES[template];
    expect(html.includes('href="https://chat.example.com/verify-email?token=abc&amp;x=1"')).toBe(link);
  });

  it('differs from language to language', () => {
    for (const template of TEMPLATES) {
      expect(new Set(LOCALES.map((locale) => renderMail(mailOf(template, locale)).text)).size).toBe(4);
    }
    expect(renderMail(mailOf('invitation', 'de')).text).toContain('als Bearbeiter');
    expect(renderMail(mailOf('account-deleted', 'tr')).text).toMatch(/^Hello Ada,/);
  });

  it('says whether the second factor came or went', () => {
    const [on, off] = [true, false].map((enabled) =>
      renderMail(mailOf('second-factor-changed', 'en', { enabled })),
    );
    expect([on.subject, off.subject]).toEqual(['Two-factor sign-in is on', 'Two-factor sign-in is off']);
  });

  it.each([
    ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['quotes', `" onmouseover="alert(1)" '`],
    ['template', '{link} {{7*7}} ${process.env} {newEmail}'],
    ['lines', 'Ada\r\nBcc: eve@example.com\r\n\r\nhi\u2028there\u0000'],
    ['bidi', 'Ada\u202Eevil'],
  ])('leaves %s in a name without effect', (_, name) => {
    const { subject, html, text } = renderMail(
      mailOf('invitation', 'en', { inviter: name, workspace: name }),
    );
    expect(subject).not.toMatch(/[\r\n\u2028\0\u202E]/);
    expect(html).not.toMatch(/<script|<img|" onmouseover/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(html.match(/href="/g)).toHaveLength(2);
    if (name.startsWith('{link}')) expect(text).toContain('{link} {{7*7}} ${process.env} {newEmail}');
  });
});
