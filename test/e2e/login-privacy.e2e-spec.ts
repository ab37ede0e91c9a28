import { PasswordHasher } from '../../src/auth/application/ports/password-hasher.port.js';
import { Argon2PasswordHasher } from '../../src/auth/infrastructure/argon2-password.hasher.js';
import { Database } from '../../src/platform/database/index.js';
import { requestContext } from '../../src/platform/http/context/index.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** Counts what costs time. */
class CountingHasher extends Argon2PasswordHasher {
  work: string[] = [];

  override hash(password: string): Promise<string> {
    this.work.push('hash');
    return super.hash(password);
  }

  override verify(password: string, stored: string | undefined): Promise<boolean> {
    this.work.push('verify');
    return super.verify(password, stored);
  }
}

/** Headers that differ between any two answers: the request's id is in the body, which the tag is made of. */
const VARYING = ['date', 'etag', 'x-request-id', 'ratelimit', 'ratelimit-policy'];
const WRONG = 'not the password';

describe('a sign-in that fails', () => {
  let server: TestApp;
  let api: ApiClient;
  let known: TestUser;
  let suspended: TestUser;
  let leaving: TestUser;
  let guarded: TestUser;
  let unconfirmed: TestUser;
  const hasher = new CountingHasher();

  beforeAll(async () => {
    server = await startTestApp({
      override: (builder) => builder.overrideProvider(PasswordHasher).useValue(hasher),
    });
    api = new ApiClient(server.url);
    [known, suspended, leaving, guarded, unconfirmed] = await Promise.all(
      Array.from({ length: 5 }, () => registerUser(server.url)),
    );
    const set = (user: TestUser, what: string) =>
      withClient(server.config.databaseUrl!, (client) =>
        client.query(`UPDATE users SET ${what} WHERE id = $1`, [user.id]),
      );
    await set(known, 'email_verified_at = now()');
    await set(suspended, 'suspended_at = now()');
    await set(leaving, `deletion_at = now() + interval '3 days'`);
    await set(guarded, 'second_factor_at = now()');
    // The decoy is made at the first verification.
    await api.post('/auth/login', { email: known.email, password: WRONG });
  });
  afterAll(() => server.close());

  const cases: [string, () => { email: string; password: string }][] = [
    ['an unknown address', () => ({ email: 'nobody@example.com', password: WRONG })],
    ['a wrong password', () => ({ email: known.email, password: WRONG })],
    [
      'a suspended account and its password',
      () => ({ email: suspended.email, password: suspended.password }),
    ],
    ['a suspended account and a wrong password', () => ({ email: suspended.email, password: WRONG })],
    ['an account about to be deleted', () => ({ email: leaving.email, password: WRONG })],
    ['an account with a second factor', () => ({ email: guarded.email, password: WRONG })],
    ['an address that was never confirmed', () => ({ email: unconfirmed.email, password: WRONG })],
    ['no address at all', () => ({ email: 'nonsense', password: WRONG })],
  ];

  /** The answer, without what differs between any two, and the work it took. */
  async function tried(credentials: { email: string; password: string }) {
    const database = server.app.get(Database);
    const original = database.query.bind(database);
    const statements: string[] = [];
    // Those of the request alone: what runs in the background has no part in its time.
    const query = jest.spyOn(database, 'query').mockImplementation((sql, ...rest) => {
      if (requestContext.getStore()) statements.push(sql);
      return original(sql, ...rest);
    });
    hasher.work = [];
    const answer = await api.post('/auth/login', credentials);
    query.mockRestore();
    const headers = Object.entries(answer.headers as Record<string, string>)
      .filter(([name]) => !VARYING.includes(name))
      .sort();
    const body = { ...answer.body, requestId: '' };
    return { status: answer.status, body, headers, work: hasher.work, statements };
  }

  it.each(cases)('because of %s looks and costs like any other', async (_, credentials) => {
    const reference = await tried({ email: 'somebody-else@example.com', password: WRONG });
    expect(reference).toMatchObject({ status: 401, body: { code: 'auth.invalid_credentials' } });
    expect(reference.work).toEqual(['verify']);
    expect(reference.statements.length).toBeGreaterThan(1);
    expect(await tried(credentials())).toEqual(reference);
  });

  it('is told from one that succeeds', async () => {
    const success = await tried({ email: known.email, password: known.password });
    expect(success.status).toBe(200);
    expect(success.work).toEqual(['verify']);
  });
});
