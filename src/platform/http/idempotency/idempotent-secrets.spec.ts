import { withoutSecrets } from './idempotent-secrets.js';

describe('what is kept of an answer for its repetition', () => {
  it('is all of it, when nothing in it is secret', () => {
    const body = { id: 1, key: 'shown' };
    expect(withoutSecrets(body, [])).toBe(body);
  });

  it('has null in place of what is secret, and leaves the answer itself alone', () => {
    const body = { id: 1, key: 'shown' };
    expect(withoutSecrets(body, ['key'])).toEqual({ id: 1, key: null });
    expect(body.key).toBe('shown');
  });

  it.each([undefined, null, 'text', 3])('is %p as it is', (body) => {
    expect(withoutSecrets(body, ['key'])).toBe(body);
  });
});
