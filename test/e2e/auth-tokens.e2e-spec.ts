import { createHmac, generateKeyPairSync, sign as signAsymmetric } from 'node:crypto';

import { SessionRepository } from '../../src/auth/application/ports/session.repository.js';
import { PostgresSessionRepository } from '../../src/auth/infrastructure/postgres-session.repository.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (part: string) =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

describe('tokens', () => {
  let server: TestApp;
  let api: ApiClient;
  let user: TestUser;

  beforeAll(async () => {
    server = await startTestApp();
    api = new ApiClient(server.url);
    user = await registerUser(server.url);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const hmac = (head: unknown, claims: unknown, secret: string, hash = 'sha256') => {
    const text = `${encode(head)}.${encode(claims)}`;
    return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
  };
  const claimsOf = (token: string) => decode(token.split('.')[1]);
  const now = () => Math.floor(Date.now() / 1000);

  describe('of access', () => {
    /** Signed with the right key: what differs is what a test puts in. */
    const genuine = (changes: Record<string, unknown> = {}, head: Record<string, unknown> = {}) =>
      hmac(
        { alg: 'HS256', typ: 'JWT', ...head },
        { ...claimsOf(user.accessToken), ...changes },
        server.config.jwtSecret,
      );

    it('are told by the server from copies of them made with its key', async () => {
      expect((await api.as(genuine()).get('/auth/me')).body.id).toBe(user.id);
      const { sid, iss, aud, typ, exp, iat, jti } = claimsOf(user.accessToken);
      expect({ sid, iss, aud, typ, jti }).toEqual({
        sid: expect.any(String),
        iss: 'kyrochat',
        aud: 'kyrochat:api',
        typ: 'access',
        jti: expect.any(String),
      });
      expect((exp as number) - (iat as number)).toBe(900);
    });

    const attacks: [string, () => string][] = [
      ['no signature, alg none', () => `${encode({ alg: 'none' })}.${encode(claimsOf(user.accessToken))}.`],
      ['no signature, alg NoNe', () => `${encode({ alg: 'NoNe' })}.${encode(claimsOf(user.accessToken))}.`],
      ['alg none with a signature', () => genuine({}, { alg: 'none' })],
      ['an empty signature', () => `${user.accessToken.split('.').slice(0, 2).join('.')}.`],
      ['no third part', () => user.accessToken.split('.').slice(0, 2).join('.')],
      ['a foreign key', () => hmac({ alg: 'HS256' }, claimsOf(user.accessToken), 'k'.repeat(48))],
      ['an empty key', () => hmac({ alg: 'HS256' }, claimsOf(user.accessToken), '')],
      [
        'HS512 with the right key',
        () => hmac({ alg: 'HS512' }, claimsOf(user.accessToken), server.config.jwtSecret, 'sha512'),
      ],
      ['HS256 that claims to be HS512', () => genuine({}, { alg: 'HS512' })],
      [
        'RS256 by a key of the attacker',
        () => {
          const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
          const text = `${encode({ alg: 'RS256' })}.${encode(claimsOf(user.accessToken))}`;
          return `${text}.${signAsymmetric('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
        },
      ],
      [
        'a key it brings along',
        () => {
          const secret = 's'.repeat(32);
          const jwk = { kty: 'oct', k: encode(secret), alg: 'HS256' };
          return hmac(
            { alg: 'HS256', jwk, kid: '../../dev/null', jku: 'https://evil.example/k' },
            claimsOf(user.accessToken),
            secret,
          );
        },
      ],
      [
        'changed claims under the old signature',
        () => {
          const [head, , signature] = user.accessToken.split('.');
          return `${head}.${encode({ ...claimsOf(user.accessToken), sub: '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92' })}.${signature}`;
        },
      ],
      ['another issuer', () => genuine({ iss: 'https://evil.example' })],
      ['no issuer', () => genuine({ iss: undefined })],
      ['another audience', () => genuine({ aud: 'kyrochat:queues' })],
      ['no audience', () => genuine({ aud: undefined })],
      ['another type', () => genuine({ typ: 'refresh' })],
      ['no type', () => genuine({ typ: undefined })],
      ['its end one second ago', () => genuine({ exp: now() - 1 })],
      ['no end', () => genuine({ exp: undefined })],
      ['an end that is no number', () => genuine({ exp: '9999999999' })],
      ['a beginning in the future', () => genuine({ nbf: now() + 60 })],
      ['another user than the session’s', () => genuine({ sub: '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92' })],
      ['a session that never was', () => genuine({ sid: '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92' })],
      ['a session that is SQL', () => genuine({ sid: "' OR 1=1 --" })],
      ['a subject that is an object', () => genuine({ sub: { id: user.id } })],
      [
        'another subject after the first',
        () => {
          const claims = JSON.stringify(claimsOf(user.accessToken));
          const twice = `${claims.slice(0, -1)},"sub":"01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92"}`;
          return hmac({ alg: 'HS256' }, twice, server.config.jwtSecret);
        },
      ],
      [
        'another end after the first',
        () => {
          const claims = JSON.stringify(claimsOf(user.accessToken));
          return hmac({ alg: 'HS256' }, `${claims.slice(0, -1)},"exp":1}`, server.config.jwtSecret);
        },
      ],
      [
        'ES256 and a signature of zeros',
        () => `${encode({ alg: 'ES256' })}.${encode(claimsOf(user.accessToken))}.${'A'.repeat(86)}`,
      ],
      [
        'no signature, alg as a list',
        () => `${encode({ alg: ['none'] })}.${encode(claimsOf(user.accessToken))}.`,
      ],
      ['its payload elsewhere', () => user.accessToken.replace(/\.[^.]+\./, '..')],
      ['JSON around it', () => JSON.stringify({ payload: user.accessToken.split('.')[1], signatures: [] })],
      ['letters that only look like ours', () => user.accessToken.replace('e', 'é')],
      ['base64 padding', () => `${user.accessToken}=`],
      ['a blank inside', () => user.accessToken.replace('.', '. ')],
      ['four parts', () => `${user.accessToken}.x`],
      ['claims that are no JSON', () => `${encode({ alg: 'HS256' })}.${encode('{')}.x`],
      ['12 kB of claims', () => genuine({ pad: 'x'.repeat(9_000) })],
      ['its refresh token instead', () => user.refreshToken],
      ['nothing in it', () => ''],
    ];

    it.each(attacks)('are refused with %s', async (_, make) => {
      const answer = await api.get('/auth/me').set('Authorization', `Bearer ${make()}`);
      expect(answer.status).toBe(401);
      const { requestId, ...body } = answer.body;
      expect(requestId).toEqual(expect.any(String));
      expect(body).toEqual({
        type: 'https://kyrochat.dev/problems/auth/unauthenticated',
        title: 'Sign-in required',
        status: 401,
        detail: expect.stringContaining('access token'),
        instance: '/api/v1/auth/me',
        code: 'auth.unauthenticated',
      });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    });

    it('are good from the second they begin to the second they end', async () => {
      expect((await api.as(genuine({ nbf: now() })).get('/auth/me')).status).toBe(200);
      expect((await api.as(genuine({ nbf: now() - 1 })).get('/auth/me')).status).toBe(200);
      expect((await api.as(genuine({ exp: now() + 3 })).get('/auth/me')).status).toBe(200);
      expect((await api.as(genuine({ exp: now() })).get('/auth/me')).status).toBe(401);
    });

    it('of a megabyte do not reach us', async () => {
      const answer = await api.get('/auth/me').set('Authorization', `Bearer ${'x'.repeat(1_000_000)}`);
      expect(answer.status).toBe(431);
      expect((await user.api.get('/auth/me')).status).toBe(200);
    });

    it.each([
      ['Basic', (token: string) => api.get('/auth/me').set('Authorization', `Basic ${token}`)],
      ['the query', (token: string) => api.get(`/auth/me?access_token=${token}`)],
      [
        'a cookie',
        (token: string) => api.get('/auth/me').set('Cookie', `access_token=${token}; kyro_refresh=${token}`),
      ],
      ['another header', (token: string) => api.get('/auth/me').set('X-Access-Token', token)],
    ])('count only as Bearer, not as %s', async (_, send) => {
      expect((await send(user.accessToken)).status).toBe(401);
    });

    it('of another installation are worth nothing', async () => {
      const other = await startTestApp();
      try {
        const stranger = await registerUser(other.url);
        expect((await api.as(stranger.accessToken).get('/auth/me')).status).toBe(401);
        expect((await stranger.api.as(user.accessToken).get('/auth/me')).status).toBe(401);
        expect((await user.api.get('/auth/me')).status).toBe(200);
      } finally {
        await other.close();
      }
    });
  });

  describe('of refresh', () => {
    const refresh = (refreshToken: string) => api.post('/auth/refresh', { refreshToken });
    const rotate = async (refreshToken: string) => {
      const answer = await refresh(refreshToken);
      if (answer.status !== 200) throw new Error(`refresh answered ${answer.status}`);
      return answer.body as { accessToken: string; refreshToken: string };
    };
    /** Makes what was exchanged look as if it had been that many seconds ago. */
    const age = (userId: string, seconds: number) =>
      sql(
        `UPDATE refresh_tokens SET exchanged_at = exchanged_at - make_interval(secs => $2)
         WHERE session_id IN (SELECT id FROM sessions WHERE user_id = $1)`,
        [userId, seconds],
      );
    const liveTokens = async (userId: string) =>
      Number(
        (
          await sql<{ n: string }>(
            `SELECT count(*) AS n FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
             WHERE s.user_id = $1 AND s.ended_at IS NULL AND t.exchanged_at IS NULL`,
            [userId],
          )
        )[0].n,
      );

    it('are exchanged for the next one and a new access token of the same session', async () => {
      const owner = await registerUser(server.url);
      const answer = await refresh(owner.refreshToken);
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.body).sort()).toEqual([
        'accessToken',
        'expiresIn',
        'refreshToken',
        'user',
        'workspace',
      ]);
      expect(answer.body.user.id).toBe(owner.id);
      expect(answer.body.workspace.id).toBe(owner.workspaceId);
      expect(answer.body.refreshToken).not.toBe(owner.refreshToken);
      expect(claimsOf(answer.body.accessToken).sid).toBe(claimsOf(owner.accessToken).sid);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect((await api.as(answer.body.accessToken).get('/auth/me')).status).toBe(200);
      await rotate((await rotate(answer.body.refreshToken)).refreshToken);
      expect(await liveTokens(owner.id)).toBe(1);
    });

    it('travel in the cookie when they came in it, and then not in the body', async () => {
      const owner = await registerUser(server.url);
      const answer = await api
        .post('/auth/refresh')
        .set('Cookie', `a=b; kyro_refresh=${owner.refreshToken}; c=d`);
      expect(answer.status).toBe(200);
      expect(answer.body.refreshToken).toBeUndefined();
      const next = /^kyro_refresh=([\w-]{43}); /.exec(answer.headers['set-cookie'][0])![1];
      expect((await refresh(next)).status).toBe(200);
    });

    it('end the whole session when an exchanged one comes again', async () => {
      const owner = await registerUser(server.url);
      const second = await rotate(owner.refreshToken);
      await age(owner.id, 11);
      const replay = await refresh(owner.refreshToken);
      expect([replay.status, replay.body.code]).toEqual([401, 'auth.refresh_invalid']);
      expect((await refresh(second.refreshToken)).status).toBe(401);
      expect((await api.as(second.accessToken).get('/auth/me')).status).toBe(401);
      expect(await liveTokens(owner.id)).toBe(0);
      const [session] = await sql<{ end_reason: string }>(
        'SELECT end_reason FROM sessions WHERE user_id = $1',
        [owner.id],
      );
      expect(session.end_reason).toBe('reuse');
    });

    it('leave the owner’s other sessions alone when one is ended', async () => {
      const owner = await registerUser(server.url);
      const { body: other } = await api.post('/auth/login', {
        email: owner.email,
        password: owner.password,
        refreshInBody: true,
      });
      await rotate(owner.refreshToken);
      await age(owner.id, 11);
      expect((await refresh(owner.refreshToken)).status).toBe(401);
      expect((await api.as(other.accessToken).get('/auth/me')).status).toBe(200);
      expect((await refresh(other.refreshToken)).status).toBe(200);
    });

    it('give the same successor to 20 that come at once, and one chain lives on', async () => {
      const owner = await registerUser(server.url);
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(owner.refreshToken)));
      expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
      expect(new Set(answers.map((answer) => answer.body.refreshToken)).size).toBe(1);
      expect(await liveTokens(owner.id)).toBe(1);
      await age(owner.id, 11);
      await rotate(answers[0].body.refreshToken);
      expect(await liveTokens(owner.id)).toBe(1);
    });

    it('forgive a client that never got its answer, within ten seconds', async () => {
      const owner = await registerUser(server.url);
      const lost = await rotate(owner.refreshToken);
      await age(owner.id, 8);
      expect((await rotate(owner.refreshToken)).refreshToken).toBe(lost.refreshToken);
    });

    it('do not forgive the second use of one whose successor has been used', async () => {
      const owner = await registerUser(server.url);
      const second = await rotate(owner.refreshToken);
      const third = await rotate(second.refreshToken);
      expect((await refresh(owner.refreshToken)).status).toBe(401);
      expect((await refresh(third.refreshToken)).status).toBe(401);
      expect(await liveTokens(owner.id)).toBe(0);
    });

    it('catch a thief who was faster: the owner’s next use ends both', async () => {
      const owner = await registerUser(server.url);
      const thief = await rotate(owner.refreshToken);
      await age(owner.id, 60);
      expect((await refresh(owner.refreshToken)).status).toBe(401);
      expect((await refresh(thief.refreshToken)).status).toBe(401);
      expect((await api.as(thief.accessToken).get('/auth/me')).status).toBe(401);
    });

    it('are as before when the exchange was rolled back', async () => {
      const owner = await registerUser(server.url);
      const repository = server.app.get(SessionRepository);
      const failing = jest.spyOn(repository, 'exchange').mockImplementationOnce(async (...args) => {
        await PostgresSessionRepository.prototype.exchange.apply(repository, args);
        throw new Error('the connection broke');
      });
      expect((await refresh(owner.refreshToken)).status).toBe(500);
      failing.mockRestore();
      expect(await liveTokens(owner.id)).toBe(1);
      await rotate((await rotate(owner.refreshToken)).refreshToken);
      expect(await liveTokens(owner.id)).toBe(1);
    });

    it('end with their session’s time', async () => {
      const owner = await registerUser(server.url);
      await sql(`UPDATE sessions SET expires_at = now() - interval '1 second' WHERE user_id = $1`, [
        owner.id,
      ]);
      expect((await refresh(owner.refreshToken)).status).toBe(401);
    });

    it('are nowhere in the database in clear', async () => {
      const owner = await registerUser(server.url);
      const next = await rotate(owner.refreshToken);
      const rows = await sql<{ row: string }>('SELECT t::text AS row FROM refresh_tokens t');
      for (const token of [owner.refreshToken, next.refreshToken]) {
        const forms = [
          token,
          Buffer.from(token).toString('hex'),
          Buffer.from(token, 'base64url').toString('hex'),
        ];
        expect(rows.some(({ row }) => forms.some((form) => row.includes(form)))).toBe(false);
      }
    });

    it.each([
      ['an access token', () => ({ refreshToken: user.accessToken }), 422],
      ['a random one', () => ({ refreshToken: 'A'.repeat(43) }), 401],
      ['none', () => ({}), 401],
      ['an empty one', () => ({ refreshToken: '' }), 401],
      ['null', () => ({ refreshToken: null }), 422],
      ['a list', () => ({ refreshToken: [user.refreshToken] }), 422],
      ['an object', () => ({ refreshToken: { $gt: '' } }), 422],
    ])('are not %s', async (_, body, status) => {
      expect((await api.post('/auth/refresh', body())).status).toBe(status);
    });
  });

  describe('after signing out', () => {
    it.each([
      ['access token', (owner: TestUser) => owner.api.post('/auth/logout')],
      ['refresh token', (owner: TestUser) => api.post('/auth/logout', { refreshToken: owner.refreshToken })],
      [
        'cookie',
        (owner: TestUser) => api.post('/auth/logout').set('Cookie', `kyro_refresh=${owner.refreshToken}`),
      ],
    ])('with the %s, neither of the two is good any more', async (_, signOut) => {
      const owner = await registerUser(server.url);
      expect((await owner.api.get('/auth/me')).status).toBe(200);
      const answer = await signOut(owner);
      expect(answer.status).toBe(204);
      expect(answer.headers['set-cookie'][0]).toMatch(
        /^kyro_refresh=; Path=\/api\/v1\/auth; Expires=Thu, 01 Jan 1970/,
      );
      expect((await owner.api.get('/auth/me')).status).toBe(401);
      expect((await api.post('/auth/refresh', { refreshToken: owner.refreshToken })).status).toBe(401);
    });

    it('without anything to end, it is done all the same', async () => {
      expect((await api.post('/auth/logout')).status).toBe(204);
      expect((await api.as('nonsense').post('/auth/logout')).status).toBe(204);
      expect((await user.api.get('/auth/me')).status).toBe(200);
    });
  });

  it('that stop elsewhere stop here within five seconds', async () => {
    const owner = await registerUser(server.url);
    expect((await owner.api.get('/auth/me')).status).toBe(200);
    await sql('UPDATE sessions SET ended_at = now() WHERE user_id = $1', [owner.id]);
    const deadline = Date.now() + 5_500;
    let status = 200;
    while (status === 200 && Date.now() < deadline) {
      status = (await owner.api.get('/auth/me')).status;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(status).toBe(401);
  });
});
