/**
 * node scripts/preview-mails.mjs [folder]
 * Writes every mail in every language as HTML and text into a folder (mail-preview by default), with an index.html.
 * Needs the compiled product.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { renderMail } from '../dist/platform/mail/templates/render-mail.js';

const LINK = 'https://chat.example.com/page?token=q4wJ0m0lXl2pJ0n0rWm9hJk1q7bQ8r2y5t6u7i8o9pA';
const WHEN = { time: '2026-01-31 10:15 UTC', ip: '192.0.2.17' };
const EXAMPLES = {
  'verify-email': { name: 'Ada Lovelace', link: LINK, hours: 24 },
  'reset-password': { name: 'Ada Lovelace', link: LINK, minutes: 30 },
  'password-changed': { name: 'Ada Lovelace', ...WHEN },
  'approve-email-change': { name: 'Ada Lovelace', newEmail: 'ada.king@example.com', link: LINK, hours: 24 },
  'confirm-email-change': { name: 'Ada Lovelace', link: LINK, hours: 24 },
  'email-changed': { name: 'Ada Lovelace', newEmail: 'ada.king@example.com' },
  'already-registered': { name: 'Ada Lovelace', link: LINK },
  'second-factor-changed': { name: 'Ada Lovelace', enabled: true, ...WHEN },
  'account-deletion-scheduled': { name: 'Ada Lovelace', link: LINK, date: '2026-02-14' },
  'account-deleted': { name: 'Ada Lovelace' },
  invitation: {
    inviter: 'Ada Lovelace',
    workspace: 'Analytical Engines',
    role: 'editor',
    link: LINK,
    days: 7,
  },
  'ownership-transferred': {
    name: 'Ada Lovelace',
    workspace: 'Analytical Engines',
    newOwner: 'Charles Babbage',
  },
  'ownership-inherited': { name: 'Ada Lovelace', workspace: 'Analytical Engines', link: LINK },
};

const folder = resolve(process.argv[2] ?? 'mail-preview');
await mkdir(folder, { recursive: true });
const rows = [];
for (const [template, params] of Object.entries(EXAMPLES)) {
  const links = [];
  for (const locale of ['en', 'es', 'fr', 'de']) {
    const { html, text } = renderMail({ template, to: 'ada@example.com', locale, params });
    await writeFile(join(folder, `${template}.${locale}.html`), html);
    await writeFile(join(folder, `${template}.${locale}.txt`), text);
    links.push(
      `<a href="${template}.${locale}.html">${locale}</a> (<a href="${template}.${locale}.txt">text</a>)`,
    );
  }
  rows.push(`<li>${template}: ${links.join(', ')}</li>`);
}
await writeFile(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Mails</title><ul>${rows.join('')}</ul>`,
);
console.log(`written: ${join(folder, 'index.html')}`);
