import { Argon2PasswordHasher } from './argon2-password.hasher.js';

describe('Argon2PasswordHasher', () => {
  const hasher = new Argon2PasswordHasher();

  it('knows a password again by its hash, which is argon2id with its parameters', async () => {
    const hash = await hasher.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify('correct horse', hash)).toBe(true);
    expect(await hasher.verify('correct horsf', hash)).toBe(false);
  });

  it('knows which hashes were made with other parameters', async () => {
    expect(hasher.isOutdated(await hasher.hash('correct horse'))).toBe(false);
    for (const old of [
      '$argon2id$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA',
      '$argon2i$v=19$m=19456,t=2,p=1$x$y',
      '$2b$10$x',
    ]) {
      expect(hasher.isOutdated(old)).toBe(true);
    }
  });

  it('salts: the same password never has the same hash', async () => {
    expect(await hasher.hash('twice')).not.toBe(await hasher.hash('twice'));
  });

  it('reads passwords to their end', async () => {
    const common = 'x'.repeat(72);
    const hash = await hasher.hash(`${common}one-end!`);
    expect(await hasher.verify(`${common}another!`, hash)).toBe(false);
    expect(await hasher.verify(`${common}one-end!`, hash)).toBe(true);
  });

  it('accepts nothing where there is no hash, after doing the same work', async () => {
    const hash = await hasher.hash('some password');
    await hasher.verify('warm up', undefined);
    const timed = async (stored: string | undefined) => {
      const start = performance.now();
      expect(await hasher.verify('another password', stored)).toBe(false);
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 7; i++) {
      known.push(await timed(hash));
      unknown.push(await timed(undefined));
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[3];
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
    expect(median(unknown) / median(known)).toBeLessThan(2);
  });

  it('tells people to come back rather than queueing them for ever', async () => {
    class SmallHall extends Argon2PasswordHasher {
      protected override readonly maxWaiting = 3;
    }
    const busy = new SmallHall();
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => busy.hash('password')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(8 - 2 - 3);
    expect(refused[0].reason).toMatchObject({ code: 'auth.busy', kind: 'unavailable' });
    expect(await busy.verify('password', await busy.hash('password'))).toBe(true);
  });
});
