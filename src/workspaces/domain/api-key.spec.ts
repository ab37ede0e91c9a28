import { hashApiKey, newApiKeySecret, posesAsApiKey, visiblePrefix } from './api-key.js';

describe('the secret of an API key', () => {
  it('holds 256 random bits behind its mark, and no two are alike', () => {
    const secrets = Array.from({ length: 1_000 }, newApiKeySecret);
    expect(new Set(secrets).size).toBe(1_000);
    for (const secret of secrets) expect(secret).toMatch(/^kyro_sk_[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(secrets[0].slice(8), 'base64url')).toHaveLength(32);
  });

  it('is shown by its mark and six signs', () => {
    expect(visiblePrefix(`kyro_sk_abcdef${'x'.repeat(37)}`)).toBe('kyro_sk_abcdef');
  });

  it('has a hash that says nothing of it, the same every time', () => {
    const secret = newApiKeySecret();
    const hash = hashApiKey(secret)!;
    expect(hash).toHaveLength(32);
    expect(hashApiKey(secret)).toEqual(hash);
    expect(hashApiKey(newApiKeySecret())).not.toEqual(hash);
  });

  it.each([
    ['nothing', ''],
    ['the mark alone', 'kyro_sk_'],
    ['one sign too few', `kyro_sk_${'a'.repeat(42)}`],
    ['one sign too many', `kyro_sk_${'a'.repeat(44)}`],
    ['another alphabet', `kyro_sk_${'a'.repeat(42)}+`],
    ['a mark in capitals', `KYRO_SK_${'a'.repeat(43)}`],
    ['a line end behind it', `kyro_sk_${'a'.repeat(43)}\n`],
    ['a space before it', ` kyro_sk_${'a'.repeat(43)}`],
  ])('is not %s', (_, text) => {
    expect(hashApiKey(text)).toBeUndefined();
  });

  it('is told from an access token before anything is looked up', () => {
    expect(posesAsApiKey('kyro_sk_')).toBe(true);
    expect(posesAsApiKey('eyJhbGciOiJIUzI1NiJ9.e30.x')).toBe(false);
  });
});
