import { DEFAULT_WIDGET_SETTINGS, domainEntry, widgetSettings } from './widget-settings.js';

describe('domainEntry', () => {
  it.each([
    ['example.com', 'example.com'],
    [' WWW.Example.com ', 'www.example.com'],
    ['*.example.com', '*.example.com'],
    ['*.a.b.example.co.uk', '*.a.b.example.co.uk'],
    ['localhost', 'localhost'],
    ['localhost:8080', 'localhost:8080'],
    ['192.168.1.20:3000', '192.168.1.20:3000'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['*.bücher.example', '*.xn--bcher-kva.example'],
  ])('keeps %p as %p', (text, entry) => expect(domainEntry(text)).toBe(entry));

  it.each([
    '',
    '*',
    '*.',
    '*.com',
    'https://example.com',
    'example.com/',
    'example.com/path',
    'user@example.com',
    'a.*.example.com',
    '**.example.com',
    '-a.example',
    'a..example',
    'example.com:99999',
    'example.com:http',
    'exa mple.com',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(200)}example`,
    '[::1]',
    'example.com, other.example',
  ])('refuses %p', (text) => expect(domainEntry(text)).toBeUndefined());

  it('takes no time over a text made to keep it busy', () => {
    const started = performance.now();
    domainEntry(`*.${'a-'.repeat(25_000)}!`);
    expect(performance.now() - started).toBeLessThan(50);
  });
});

describe('widgetSettings', () => {
  it('fills in what was left out, inside the theme too', () => {
    expect(widgetSettings({})).toEqual(DEFAULT_WIDGET_SETTINGS);
    expect(widgetSettings({ enabled: false, showSources: undefined, theme: { mode: 'dark' } })).toEqual({
      ...DEFAULT_WIDGET_SETTINGS,
      enabled: false,
      theme: { ...DEFAULT_WIDGET_SETTINGS.theme, mode: 'dark' },
    });
  });

  it('is closed to every site until its owner names some', () => {
    expect(DEFAULT_WIDGET_SETTINGS.allowedDomains).toEqual([]);
  });
});
