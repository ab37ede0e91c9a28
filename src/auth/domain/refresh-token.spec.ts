import {
  hashRefreshToken,
  looksLikeRefreshToken,
  newRefreshToken,
  openSuccessor,
  sealSuccessor,
} from './refresh-token.js';

describe('refresh tokens', () => {
  it('are 256 random bits in an address-safe form', () => {
    const tokens = Array.from({ length: 100 }, newRefreshToken);
    expect(new Set(tokens).size).toBe(100);
    for (const token of tokens) {
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
      expect(looksLikeRefreshToken(token)).toBe(true);
    }
  });

  it.each(['', 'short', `${'a'.repeat(43)}=`, 'a'.repeat(44), 42, null, {}, 'é'.repeat(43)])(
    'are not %j',
    (value) => expect(looksLikeRefreshToken(value)).toBe(false),
  );

  it('give their successor to their holder alone', () => {
    const [token, successor, other] = [newRefreshToken(), newRefreshToken(), newRefreshToken()];
    const sealed = sealSuccessor(token, successor);
    expect(openSuccessor(token, sealed)).toBe(successor);
    expect(() => openSuccessor(other, sealed)).toThrow();
    expect(() => openSuccessor(hashRefreshToken(token).toString('base64url'), sealed)).toThrow();
    expect(sealed.toString('base64url')).not.toContain(successor);
  });
});
