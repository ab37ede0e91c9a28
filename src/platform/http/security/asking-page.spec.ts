import { askingPage, mayShow } from './asking-page.js';

const PUBLIC_URL = 'https://chat.example/base';
const DOMAINS = ['shop.example'];
const host = 'kyro.example:8080';

function page(method: string, headers: Record<string, string>) {
  return askingPage({ method, headers: { host, ...headers } });
}

describe('mayShow', () => {
  it.each([
    ['a page on the list', 'POST', { origin: 'https://shop.example' }, true],
    ['a page on the list that reads', 'GET', { origin: 'https://shop.example' }, true],
    ['a page of another site', 'POST', { origin: 'https://evil.example' }, false],
    ['a page of another site that reads', 'GET', { origin: 'https://evil.example' }, false],
    ['a page of a longer name', 'POST', { origin: 'https://shop.example.evil.example' }, false],
    ['a sandboxed page', 'POST', { origin: 'null' }, false],
    ['our own page', 'POST', { origin: 'http://kyro.example:8080' }, true],
    ['our own page behind a proxy that ends TLS', 'POST', { origin: 'https://kyro.example:8080' }, true],
    ['our public address', 'POST', { origin: 'https://chat.example' }, true],
    ['our own page that reads', 'GET', { 'sec-fetch-site': 'same-origin' }, true],
    ['our own page over plain http that reads', 'GET', {}, true],
    ['the address bar', 'GET', { 'sec-fetch-site': 'none' }, true],
    ['an image on another site', 'GET', { 'sec-fetch-site': 'cross-site' }, false],
    ['an image on a sister domain', 'GET', { 'sec-fetch-site': 'same-site' }, false],
    ['a program that writes', 'POST', {}, false],
    ['a program that writes and poses as a browser', 'POST', { 'sec-fetch-site': 'same-origin' }, false],
  ])('of %s (%s)', (_, method, headers, expected) =>
    expect(mayShow(page(method, headers), DOMAINS, PUBLIC_URL)).toBe(expected),
  );

  it('is for our own pages alone while the list is empty', () => {
    expect(mayShow(page('POST', { origin: 'https://shop.example' }), [], PUBLIC_URL)).toBe(false);
    expect(mayShow(page('POST', { origin: 'https://chat.example' }), [], PUBLIC_URL)).toBe(true);
  });
});
