import { isSameOrigin } from './same-origin.js';

describe('isSameOrigin', () => {
  const host = 'kyro.example:8080';
  it.each([
    ['no page at all', {}, true],
    ['our own page', { origin: 'https://kyro.example:8080' }, true],
    ['our own page behind a proxy that ends TLS', { origin: 'http://kyro.example:8080' }, true],
    ['our public address', { origin: 'https://chat.example' }, true],
    ['our own page, said twice', { origin: 'https://chat.example', 'sec-fetch-site': 'same-origin' }, true],
    ['another site', { origin: 'https://evil.example' }, false],
    ['a site that sounds like ours', { origin: 'https://evilkyro.example:8080' }, false],
    ['a longer name', { origin: 'https://kyro.example.evil.example:8080' }, false],
    ['another port', { origin: 'https://kyro.example' }, false],
    ['a hidden page', { origin: 'null' }, false],
    ['rubbish', { origin: 'kyro.example:8080 ' }, false],
    ['a page of a sister domain', { 'sec-fetch-site': 'same-site' }, false],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site' }, false],
  ])('of %s', (_, headers, expected) =>
    expect(isSameOrigin({ host, ...headers }, 'https://chat.example/base')).toBe(expected),
  );
});
