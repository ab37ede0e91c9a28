import { deviceName } from './device-name.js';

const mozilla = (rest: string) => `Mozilla/5.0 (${rest}`;
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('deviceName', () => {
  it.each([
    [mozilla(`Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0.0.0 Safari/537.36`), 'Chrome · Windows'],
    [
      mozilla(`Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`),
      'Edge · Windows',
    ],
    [mozilla(`Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/17.5 Safari/605.1.15`), 'Safari · macOS'],
    [mozilla('X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0'), 'Firefox · Linux'],
    [
      mozilla(`Linux; Android 14; Pixel 8) ${webkit} Chrome/126.0.0.0 Mobile Safari/537.36`),
      'Chrome · Android',
    ],
    [
      mozilla(`iPhone; CPU iPhone OS 17_5 like Mac OS X) ${webkit} Version/17.5 Mobile/15E148 Safari/604.1`),
      'Safari · iPhone',
    ],
    [mozilla('X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/126.0'), 'Chrome · ChromeOS'],
    [mozilla(`X11; Linux x86_64) ${webkit} HeadlessChrome/156.0.0.0 Safari/537.36`), 'Chrome · Linux'],
    [
      mozilla(`X11; Linux x86_64) ${webkit} Ubuntu Chromium/126.0 Chrome/126.0 Safari/537.36`),
      'Chrome · Linux',
    ],
    [
      mozilla(`iPhone; CPU iPhone OS 17_5 like Mac OS X) ${webkit} CriOS/126.0 Mobile/15E148 Safari/604.1`),
      'Chrome · iPhone',
    ],
    [
      mozilla(`iPad; CPU OS 17_5 like Mac OS X) ${webkit} FxiOS/127.0 Mobile/15E148 Safari/605.1.15`),
      'Firefox · iPad',
    ],
    [
      mozilla(`Linux; Android 14; SM-S911B) ${webkit} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36`),
      'Samsung Internet · Android',
    ],
    [
      mozilla(`Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0 Safari/537.36 OPR/112.0`),
      'Opera · Windows',
    ],
    [
      mozilla(`Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/17.5 Safari/605.1.15 Ddg/17.5`),
      'DuckDuckGo · macOS',
    ],
    [
      mozilla(`Linux; Android 11; KFTRWI) ${webkit} Silk/126.1 like Chrome/126.0 Safari/537.36`),
      'Silk · Android',
    ],
    [
      mozilla(`Windows NT 10.0; Win64; x64) ${webkit} Chrome/124.0 YaBrowser/24.6 Safari/537.36`),
      'Yandex · Windows',
    ],
    ['python-requests/2.32.3', 'python-requests'],
    ['PostmanRuntime/7.39.0', 'PostmanRuntime'],
    ['curl/8.5.0', 'curl'],
    ['node', 'node'],
    ['okhttp/4.12.0', 'okhttp'],
    ['Mozilla/5.0', ''],
    ['', ''],
    ['<script>alert(1)</script>', ''],
  ])('calls %s %j', (userAgent, name) => expect(deviceName(userAgent)).toBe(name));

  it('takes no longer for what is meant to take long', () => {
    const start = performance.now();
    for (const part of ['Version/x ', 'Mac OS ', 'a', 'a-', 'Edg']) deviceName(part.repeat(5_000));
    expect(performance.now() - start).toBeLessThan(200);
  });
});
