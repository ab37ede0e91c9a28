/** What an answer or a visitor might hold to make a browser do something. */
export const XSS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '![pixel](https://evil.example/pixel.png)',
  '[link](javascript:alert(3))',
  '[data](data:text/html,<script>alert(4)</script>)',
  '<iframe src="https://evil.example"></iframe>',
  '<svg onload=alert(5)>',
  '<a href="jAvAsCrIpT:alert(6)">x</a>',
  '<style>@import url(https://evil.example/x.css)</style>',
  '[ok](https://example.com "title")',
  '<form action="https://evil.example"><input name=q><button>go</button></form>',
  '| a |\n|---|\n| <img src=x onerror=alert(7)> |',
  '`<script>alert(8)</script>`',
  '[1](javascript:alert(9))',
  '<https://evil.example/auto>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(10)>',
  '<details open ontoggle=alert(11)>',
  '[1]<b onmouseover=alert(12)>x</b>',
];

const TAGS = [
  'img',
  'svg',
  'video',
  'audio',
  'body',
  'details',
  'input',
  'iframe',
  'object',
  'marquee',
  'a',
  'b',
];
const EVENTS = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onmouseover', 'onanimationstart', 'onbegin'];
const ADDRESSES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  '&#106;avascript:alert(1)',
  '&#x6A;avascript&colon;alert(1)',
  'vbscript:alert(1)',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'https://evil.example/x',
  '//evil.example/x',
  'blob:https://evil.example/x',
];
/** Each reference by a name of its own: of two by one name, the first holds. */
let references = 0;

/** Where an address may stand: links and pictures, inline and by reference, and what looks like them. */
const PLACES = [
  (url: string) => `[x](${url})`,
  (url: string) => `[x](<${url}> "y")`,
  (url: string) => `![x](${url})`,
  (url: string) => `<${url}>`,
  (url: string) => `[x][r${++references}]\n\n[r${references}]: ${url}`,
  (url: string) => `![x][r${++references}]\n\n[r${references}]: ${url}`,
  (url: string) => `<img src="${url}">`,
  (url: string) => `<img srcset="${url} 2x" src=x onerror=alert(1)>`,
  (url: string) => `<a href='${url}'>x</a>`,
  (url: string) => `<link rel=prefetch href="${url}">`,
  (url: string) => `<b style="background:url(${url})">x</b>`,
  (url: string) => `<meta http-equiv=refresh content="0;url=${url}">`,
  (url: string) => `<base href="${url}">`,
  (url: string) => `<svg><use href="${url}"/></svg>`,
];
/** What may stand around a payload to make it something else. */
const AROUND = [
  (text: string) => text,
  (text: string) => `\n\n${text}\n`,
  (text: string) => `- ${text}`,
  (text: string) => `> ${text}`,
  (text: string) => `**${text}**`,
  (text: string) => `| a |\n|---|\n| ${text} |`,
  (text: string) => `</p></div></template>${text}`,
  (text: string) => `<!--${text}-->${text}`,
  (text: string) => `[1]${text}`,
  (text: string) => `"'>${text}`,
];

/** Some thousand payloads: every tag with every event, every address in every place, each in every surrounding. */
export function manyPayloads(): string[] {
  const tags = TAGS.flatMap((tag) =>
    EVENTS.map((event) => `<${tag} src=x ${event}=alert(1) autofocus tabindex=0>`),
  );
  const addresses = ADDRESSES.flatMap((url) => PLACES.map((place) => place(url)));
  return [...tags, ...addresses].flatMap((payload) => AROUND.map((around) => around(payload)));
}

/** One line each, for names and titles. */
export const HOSTILE_LINES = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '"><svg onload=alert(3)>',
  `'-alert(4)-'`,
  '{{constructor.constructor("alert(5)")()}}',
  'javascript:alert(6)',
];
