import { originAllowed, preflightHeaders, sharedAnswerHeaders } from './bot-origins.js';

const DOMAINS = ['kyro.com', '*.shop.example', 'localhost:8080'];

describe('originAllowed', () => {
  it.each([
    'https://kyro.com',
    'http://kyro.com',
    'https://a.shop.example',
    'https://a.b.shop.example',
    'http://localhost:8080',
  ])('lets a page of %s show the bot', (origin) => expect(originAllowed(origin, DOMAINS)).toBe(true));

  it.each([
    undefined,
    'null',
    '',
    'https://evilkyro.com',
    'https://kyro.com.evil.example',
    'https://www.kyro.com',
    'https://kyro.com:8443',
    'https://shop.example',
    'https://evilshop.example',
    'https://kyro.com/path',
    'https://kyro.com/',
    'https://user@kyro.com',
    'https://KYRO.com',
    'file://kyro.com',
    'chrome-extension://kyro.com',
    'http://localhost',
    'kyro.com',
    'https://kyro.com, https://evil.example',
  ])('keeps a page of %p out', (origin) => expect(originAllowed(origin, DOMAINS)).toBe(false));

  it('lets nobody in when there is no list', () => {
    expect(originAllowed('https://anything.example', [])).toBe(false);
    expect(originAllowed('null', [])).toBe(false);
  });

  it('matches nothing by an entry that is no host', () => {
    expect(originAllowed('https://kyro.com', ['', '*', '*.', 'https://', 'not a host'])).toBe(false);
  });
});

describe('the headers for pages of other sites', () => {
  it('name the one origin, never credentials, and what may be sent and read', () => {
    const headers = {
      ...preflightHeaders('https://kyro.com', 'POST'),
      ...sharedAnswerHeaders('https://kyro.com'),
    };
    expect(headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://kyro.com',
      'Access-Control-Allow-Methods': 'POST',
    });
    expect(headers['Access-Control-Allow-Headers'].toLowerCase().split(', ').sort()).toEqual([
      'authorization',
      'content-type',
      'idempotency-key',
      'last-event-id',
    ]);
    expect(headers['Access-Control-Expose-Headers']).toContain('Retry-After');
    expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials');
  });
});
