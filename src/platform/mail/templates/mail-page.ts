import type { MailParts } from './render-mail.js';

const STYLE = `
  :root { color-scheme: light dark; }
  body { margin: 0; padding: 24px 12px; background: #f4f5f7; color: #1c2430; font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
  .card { max-width: 560px; margin: 0 auto; padding: 32px; background: #ffffff; border-radius: 12px; }
  .brand { font-weight: 700; font-size: 18px; color: #4338ca; margin: 0 0 24px; }
  h1 { font-size: 22px; line-height: 1.3; margin: 0 0 16px; }
  p { margin: 0 0 16px; overflow-wrap: anywhere; }
  .action { display: inline-block; padding: 12px 24px; border-radius: 8px; background: #4338ca; color: #ffffff !important; font-weight: 600; text-decoration: none; }
  .small { font-size: 14px; color: #5b6472; }
  .footer { max-width: 560px; margin: 16px auto 0; font-size: 13px; color: #5b6472; text-align: center; }
  @media (max-width: 480px) { .card { padding: 24px 20px; } .action { display: block; text-align: center; } }
  @media (prefers-color-scheme: dark) {
    body { background: #11151c; color: #e6e9ee; } .card { background: #1b212b; }
    .brand { color: #a5b4fc; } .action { background: #6366f1; } .small, .footer { color: #9aa4b2; } a { color: #a5b4fc; }
  }`;

/** The HTML half of a mail: one column, one button, nothing loaded from anywhere. */
export function mailPage({
  locale,
  subject,
  paragraphs,
  action,
  linkHint,
  notes,
  footer,
}: MailParts): string {
  const link = action && escapeHtml(action.link);
  const button = action
    ? `<p><a class="action" href="${link}">${escapeHtml(action.label)}</a></p>
<p class="small">${escapeHtml(linkHint)}<br><a href="${link}">${link}</a></p>`
    : '';
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${STYLE}
</style>
</head>
<body>
<div class="card">
<p class="brand">KyroChat</p>
<h1>${escapeHtml(subject)}</h1>
${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')}
${button}
${notes.map((text) => `<p class="small">${escapeHtml(text)}</p>`).join('\n')}
</div>
<p class="footer">${escapeHtml(footer)}</p>
</body>
</html>
`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}
