/** Texts that people and attackers write, by what may become of them. */

/** One line with nothing invisible in it: to be kept as it is, byte for byte, wherever text is taken. */
export const LINES: Record<string, string> = {
  sql: `'; DROP TABLE users; --`,
  'sql union': `" UNION SELECT password_hash FROM users WHERE "a"="a`,
  like: '100%_\\%',
  tsquery: `foo & !bar | (baz:* <-> qux') \\`,
  html: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  template: '{{7*7}} ${7*7} <%= 7*7 %> #{7*7}',
  formula: `=HYPERLINK("http://evil.example","x")`,
  shell: '$(id) `id` | id; id',
  path: '../../../../etc/passwd',
  json: '{"$ne": null, "__proto__": {"a": 1}}',
  log: 'INFO user logged in %s %d %n',
  'family emoji': '👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽',
  composed: 'é ñ Å',
  decomposed: 'é ñ Å',
  japanese: '日本語のテキスト、テスト。',
  arabic: 'مرحبا بالعالم',
  hebrew: 'שלום עולם',
  thai: 'สวัสดีชาวโลก',
  turkish: 'İstanbul ığüşöç I i',
  'beyond the basic plane': '𝒳𝓎𝓏 🀄 𠜎',
  'many accents': `a${'́'.repeat(60)}`,
  'soft hyphens and joiners': 'a­b‌c‍d',
  'zero width': 'ad​min',
  homoglyphs: 'аdmіn',
  null: 'null',
  undefined: 'undefined',
  'lone high escape in text': '\\ud800',
};

/** Several lines, or marks that turn the direction of writing: kept in texts, refused in names. */
export const PARAGRAPHS: Record<string, string> = {
  'line ends': 'one\ntwo\r\nthree\rfour',
  tabs: 'a\tb\vc',
  'direction override': 'invoice‮fdp.exe',
  isolates: 'a⁦b⁩c⁧d',
  'line separators': 'a\u2028b\u2029c',
  'escape codes': '\u001b[31mred\u001b[0m\u0007',
  'header injection': 'x\r\nSet-Cookie: a=b\r\n\r\nbody',
  'event injection': 'x\n\nevent: completed\ndata: {}\n\n',
};

/** JSON of texts that no database of ours can hold: refused everywhere. */
export const UNSTORABLE: Record<string, string> = {
  nul: '"a\\u0000b"',
  'lone high surrogate': '"a\\ud800b"',
  'lone low surrogate': '"\\udc00"',
  'surrogates in the wrong order': '"\\udc00\\ud800"',
};
