import { request as plainRequest } from 'node:http';

import { newId } from '../../src/kernel/id.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { auditOf } from '../support/audit.js';
import { Mailbox } from '../support/mailbox.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const NEW_PASSWORD = 'another long enough password';

describe('links in mails', () => {
  let server: TestApp;
  let api: ApiClient;
  let mailbox: Mailbox;

  beforeAll(async () => {
    server = await startTestApp({ env: { PUBLIC_URL: 'https://chat.example.com' } });
    api = new ApiClient(server.url);
    mailbox = new Mailbox(server.config.dataDir);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const me = async (user: TestUser) => (await user.api.get('/auth/me')).body;
  const login = (email: string, password: string) => api.post('/auth/login', { email, password });
  const addressOf = () => `${newId()}@example.com`;

  async function resetToken(user: TestUser): Promise<string> {
    const before = (await mailbox.to(user.email, 'reset-password')).length;
    expect((await api.post('/auth/forgot-password', { email: user.email })).status).toBe(202);
    return Mailbox.token(await mailbox.next(user.email, 'reset-password', before));
  }

  describe('that confirm an address', () => {
    it('come with the registration and work once', async () => {
      const user = await registerUser(server.url);
      expect(await me(user)).toMatchObject({ emailVerified: false });
      const mail = await mailbox.next(user.email, 'verify-email');
      expect(mail.text).toContain('https://chat.example.com/verify-email?token=');
      const token = Mailbox.token(mail);
      expect((await api.post('/auth/verify-email', { token })).status).toBe(204);
      expect(await me(user)).toMatchObject({ emailVerified: true });
      expect((await api.post('/auth/verify-email', { token })).body.code).toBe('auth.token_invalid');
      expect((await auditOf(server, user.id)).map(({ action }) => action)).toContain('auth.email_verified');
    });

    it('are sent again when asked for, though not over and over, and then only the newest works', async () => {
      const user = await registerUser(server.url);
      const first = Mailbox.token(await mailbox.next(user.email, 'verify-email'));
      expect((await user.api.post('/auth/verify-email/resend')).status).toBe(202);
      await sql(`UPDATE account_tokens SET created_at = now() - interval '6 minutes' WHERE user_id = $1`, [
        user.id,
      ]);
      expect((await api.post('/auth/verify-email/resend-to', { email: user.email })).status).toBe(202);
      const second = Mailbox.token(await mailbox.next(user.email, 'verify-email', 1));
      expect(await mailbox.to(user.email, 'verify-email')).toHaveLength(2);
      expect((await api.post('/auth/verify-email', { token: first })).status).toBe(400);
      expect((await api.post('/auth/verify-email', { token: second })).status).toBe(204);
    });

    it('let one of fifty parallel uses win', async () => {
      const user = await registerUser(server.url);
      const token = Mailbox.token(await mailbox.next(user.email, 'verify-email'));
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => api.post('/auth/verify-email', { token })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(49).fill(400)]);
    });
  });

  describe('that reset a password', () => {
    it('end every session, tell by mail and work once', async () => {
      const user = await registerUser(server.url);
      const token = await resetToken(user);
      expect((await api.post('/auth/reset-password', { token, password: 'password1' })).body.code).toBe(
        'auth.password_common',
      );
      expect((await api.post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(204);
      expect((await user.api.get('/auth/me')).status).toBe(401);
      expect((await login(user.email, user.password)).status).toBe(401);
      const again = await login(user.email, NEW_PASSWORD);
      expect(again.status).toBe(200);
      expect(again.body.user.emailVerified).toBe(true);
      await mailbox.next(user.email, 'password-changed');
      expect((await api.post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(400);
      expect((await auditOf(server, user.id)).map(({ action }) => action)).toEqual(
        expect.arrayContaining(['auth.password_reset_requested', 'auth.password_reset']),
      );
    });

    it('answer the same for an address without an account, which gets no mail', async () => {
      const user = await registerUser(server.url);
      const nobody = addressOf();
      const answers = await Promise.all(
        [user.email, nobody].map((email) => api.post('/auth/forgot-password', { email })),
      );
      const shape = ({ status, text, headers }: (typeof answers)[number]) => {
        const { date: _date, 'x-request-id': _id, ...rest } = headers as Record<string, string>;
        return { status, text, rest };
      };
      expect(shape(answers[0])).toEqual(shape(answers[1]));
      await mailbox.next(user.email, 'reset-password');
      expect(await mailbox.to(nobody)).toEqual([]);
    });

    it('do nothing when they are too old', async () => {
      const user = await registerUser(server.url);
      const token = await resetToken(user);
      await sql('UPDATE account_tokens SET expires_at = now() WHERE user_id = $1', [user.id]);
      expect((await api.post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(400);
      expect((await login(user.email, user.password)).status).toBe(200);
    });

    it('do nothing with the token of another purpose, or a made-up one', async () => {
      const user = await registerUser(server.url);
      const verifying = Mailbox.token(await mailbox.next(user.email, 'verify-email'));
      for (const token of [verifying, 'x'.repeat(43), '', 'null', `${verifying}=`]) {
        const answer = await api.post('/auth/reset-password', { token, password: NEW_PASSWORD });
        expect([token, answer.status]).toEqual([token, 400]);
      }
      for (const token of [null, [verifying], { $ne: '' }, 42]) {
        const answer = await api.post('/auth/reset-password', { token, password: NEW_PASSWORD });
        expect([token, answer.status]).toEqual([token, 422]);
      }
      expect((await login(user.email, user.password)).status).toBe(200);
    });

    it('name our own host, whatever the request says of itself', async () => {
      const user = await registerUser(server.url);
      await new Promise<void>((resolve, reject) => {
        const { port } = new URL(server.url);
        const sent = plainRequest(
          {
            port,
            host: '127.0.0.1',
            method: 'POST',
            path: '/api/v1/auth/forgot-password',
            headers: {
              Host: 'evil.example',
              'X-Forwarded-Host': 'evil.example',
              Forwarded: 'host=evil.example',
              'Content-Type': 'application/json',
            },
          },
          (response) => response.resume().on('end', resolve),
        );
        sent.on('error', reject);
        sent.end(JSON.stringify({ email: user.email }));
      });
      const mail = await mailbox.next(user.email, 'reset-password');
      expect(mail.text).toContain('https://chat.example.com/reset-password?token=');
      expect(mail.text + mail.html).not.toContain('evil');
    });

    it('are known to the mail alone', async () => {
      const user = await registerUser(server.url);
      const token = await resetToken(user);
      const dump = await sql<{ text: string }>(
        `SELECT account_tokens::text AS text FROM account_tokens UNION ALL SELECT mails::text FROM mails
         UNION ALL SELECT audit_events::text FROM audit_events UNION ALL SELECT outbox_events::text FROM outbox_events`,
      );
      const text = dump.map((row) => row.text).join('\n');
      expect(text).not.toContain(token);
      expect(text).not.toContain(Buffer.from(token).toString('hex'));
    });

    it('are of no use to a suspended account', async () => {
      const user = await registerUser(server.url);
      const token = await resetToken(user);
      await sql('UPDATE users SET suspended_at = now() WHERE id = $1', [user.id]);
      expect((await api.post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(400);
      await api.post('/auth/forgot-password', { email: user.email });
      expect(await mailbox.to(user.email, 'reset-password')).toHaveLength(1);
    });
  });

  describe('that change an address', () => {
    async function ask(user: TestUser, newEmail: string) {
      const { password } = user;
      expect((await user.api.post('/auth/change-email', { newEmail, password })).status).toBe(202);
      return mailbox.next(user.email, 'approve-email-change');
    }
    const agree = (token: string) => api.post('/auth/confirm-email-change', { token });

    it.each([
      ['old', 'new'],
      ['new', 'old'],
    ])('need both ends: the %s one, then the %s one', async (firstEnd) => {
      const user = await registerUser(server.url);
      const newEmail = addressOf();
      const approve = Mailbox.token(await ask(user, newEmail));
      const confirm = Mailbox.token(await mailbox.next(newEmail, 'confirm-email-change'));
      const [first, second] = firstEnd === 'old' ? [approve, confirm] : [confirm, approve];
      expect((await agree(first)).status).toBe(204);
      expect(await me(user)).toMatchObject({ email: user.email });
      expect((await agree(first)).status).toBe(400);
      expect((await agree(second)).status).toBe(204);
      expect((await user.api.get('/auth/me')).status).toBe(401);
      expect((await login(user.email, user.password)).status).toBe(401);
      expect((await login(newEmail, user.password)).body.user).toMatchObject({
        email: newEmail,
        emailVerified: true,
      });
      expect((await mailbox.next(user.email, 'email-changed')).text).toContain(newEmail);
      expect((await auditOf(server, user.id)).map(({ action }) => action)).toContain('auth.email_changed');
    });

    it('tell nobody that an address is taken', async () => {
      const [user, other] = [await registerUser(server.url), await registerUser(server.url)];
      const mail = await ask(user, other.email);
      expect(mail.text).toContain(other.email);
      expect(await mailbox.to(other.email, 'confirm-email-change')).toEqual([]);
      expect((await agree(Mailbox.token(mail))).status).toBe(204);
      expect(await me(user)).toMatchObject({ email: user.email });
    });

    it('change nothing when the address was taken meanwhile', async () => {
      const user = await registerUser(server.url);
      const newEmail = addressOf();
      const approve = Mailbox.token(await ask(user, newEmail));
      const confirm = Mailbox.token(await mailbox.next(newEmail, 'confirm-email-change'));
      await api.post('/auth/register', { email: newEmail, password: NEW_PASSWORD });
      expect((await agree(approve)).status).toBe(204);
      expect((await agree(confirm)).body.code).toBe('auth.email_taken');
      expect(await me(user)).toMatchObject({ email: user.email });
    });

    it('need the password', async () => {
      const user = await registerUser(server.url);
      const answer = await user.api.post('/auth/change-email', {
        newEmail: addressOf(),
        password: 'wrong password',
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'auth.password_wrong']);
      expect(await mailbox.to(user.email, 'approve-email-change')).toEqual([]);
    });
  });
});

describe('where addresses have to be confirmed', () => {
  let server: TestApp;
  let api: ApiClient;
  let mailbox: Mailbox;

  beforeAll(async () => {
    server = await startTestApp({ env: { EMAIL_VERIFICATION: 'required' } });
    api = new ApiClient(server.url);
    mailbox = new Mailbox(server.config.dataDir);
  });
  afterAll(() => server.close());

  const password = 'a long enough password';
  const register = (email: string) => api.post('/auth/register', { email, password, name: 'Ada' });

  it('nobody signs in before, and whoever knows the password is told why', async () => {
    const email = `${newId()}@example.com`;
    const answer = await register(email);
    expect([answer.status, answer.body]).toEqual([202, { confirmAddress: true }]);
    expect(answer.headers['set-cookie']).toBeUndefined();
    const token = Mailbox.token(await mailbox.next(email, 'verify-email'));
    expect((await api.post('/auth/login', { email, password })).body.code).toBe('auth.email_unverified');
    expect((await api.post('/auth/login', { email, password: 'wrong password' })).body.code).toBe(
      'auth.invalid_credentials',
    );
    expect((await api.post('/auth/verify-email', { token })).status).toBe(204);
    expect((await api.post('/auth/login', { email, password })).status).toBe(200);
  });

  it('registering a taken address answers the same, and tells its owner', async () => {
    const email = `${newId()}@example.com`;
    const first = await register(email);
    const second = await register(email);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect((await mailbox.next(email, 'already-registered')).subject).toBe('You have an account already');
    expect(await mailbox.to(email, 'verify-email')).toHaveLength(1);
  });
});
