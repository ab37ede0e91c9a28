/** First match wins: most browsers also name those they resemble. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|OPT|OPX|Opera)\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bYaBrowser\//, 'Yandex'],
  [/\b(DuckDuckGo|Ddg)\//, 'DuckDuckGo'],
  [/\bSilk\//, 'Silk'],
  [/\b(Firefox|FxiOS|Focus)\//, 'Firefox'],
  // Without a window it calls itself HeadlessChrome.
  [/(\b|Headless)(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];
/** Programs name themselves first: `curl/8.5.0`, `okhttp/4.12`. */
const PROGRAM = /^([A-Za-z][\w.-]{0,39})(\/|$)/;

/**
 * What a person would call the device behind a User-Agent header, for the list of their sessions: `Firefox · Windows`,
 * `curl`. Empty when the header says nothing.
 */
export function deviceName(userAgent: string): string {
  const browser = first(BROWSERS, userAgent);
  const program = PROGRAM.exec(userAgent)?.[1];
  const name = browser ?? (program === 'Mozilla' ? undefined : program);
  return [name, first(SYSTEMS, userAgent)].filter(Boolean).join(' · ');
}

function first(names: [RegExp, string][], text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}
