import { createHash } from 'node:crypto';

import { type Locale, message } from '../../http/i18n/index.js';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { width: min(22rem, calc(100vw - 3rem)); }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
p { margin: 0 0 1.5rem; }
label { display: block; margin: 0 0 .25rem; font-weight: 600; }
input { width: 100%; box-sizing: border-box; font: inherit; padding: .55rem .7rem; margin: 0 0 1rem;
  border: 1px solid GrayText; border-radius: .4rem; background: Field; color: FieldText; }
button { font: inherit; font-weight: 600; width: 100%; padding: .6rem; border: 0; border-radius: .4rem;
  background: #2448c8; color: #fff; cursor: pointer; }
input:focus-visible, button:focus-visible { outline: 3px solid #7d9bff; outline-offset: 1px; }
[role=alert] { padding: .6rem .8rem; border-left: 4px solid #c8242f; background: #c8242f1f; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** What the pages below may load: their own style, and nothing else. */
export const DASHBOARD_PAGE_POLICY =
  `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; ` +
  `base-uri 'none'; frame-ancestors 'none'`;

/**
 * The form that asks for address and password, and for the second factor once an attempt has shown that there is one;
 * `problem` is the code of what was wrong with the last attempt.
 */
export function signInPage(locale: Locale, problem?: string, email = ''): string {
  const text = (code: string) => escapeHtml(message(locale, code));
  return page(
    locale,
    `<p>${text('queues.intro')}</p>
    ${problem ? `<p role="alert">${text(problem)}</p>` : ''}
    <form method="post" action="/queues/login">
      <label for="email">${text('queues.email')}</label>
      <input id="email" name="email" type="email" autocomplete="username" required autofocus value="${escapeHtml(email)}">
      <label for="password">${text('queues.password')}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      ${problem?.startsWith('auth.second_factor_') ? codeField(text('queues.code')) : ''}
      <button>${text('queues.sign_in')}</button>
    </form>`,
  );
}

function codeField(label: string): string {
  return `<label for="totp">${label}</label>
      <input id="totp" name="totp" autocomplete="one-time-code" required>`;
}

/** Leaving is a button, since a link must not change anything. */
export function signOutPage(locale: Locale): string {
  const text = (code: string) => escapeHtml(message(locale, code));
  return page(
    locale,
    `<p>${text('queues.leaving')}</p>
    <form method="post" action="/queues/logout"><button autofocus>${text('queues.sign_out')}</button></form>`,
  );
}

function page(locale: Locale, content: string): string {
  const title = escapeHtml(message(locale, 'queues.title'));
  return `<!doctype html>
<html lang="${locale}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>${title} – KyroChat</title>
  <style>${STYLE}</style>
</head>
<body>
  <main>
    <h1>KyroChat – ${title}</h1>
    ${content}
  </main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
