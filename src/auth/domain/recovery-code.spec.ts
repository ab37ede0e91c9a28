import { hashRecoveryCode, newRecoveryCode } from './recovery-code.js';

describe('recovery codes', () => {
  it('are 120 random bits that people can type', () => {
    const codes = Array.from({ length: 200 }, newRecoveryCode);
    expect(new Set(codes).size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{6}-){3}[0-9a-hjkmnp-tv-z]{6}$/);
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
  });

  it('are the same however they are typed', () => {
    const code = newRecoveryCode();
    const hash = hashRecoveryCode(code);
    expect(hashRecoveryCode(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toEqual(hash);
    expect(hashRecoveryCode(newRecoveryCode())).not.toEqual(hash);
  });
});
