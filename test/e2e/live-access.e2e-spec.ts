import { randomBytes } from 'node:crypto';

import { ApiClient } from '../support/api-client.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ANSWER, type Listener, LiveRoom } from '../support/live-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

/** What the product promises; here the instance that made the change notices at once, and others with their next look. */
const PROMISED_MS = 5_000;
/** Instances share the key that tokens are signed with. */
const SECRET = randomBytes(32).toString('base64url');

interface Subject {
  user: TestUser;
  /** Listens. */
  token: string;
  /** Another session of the same person. */
  other: ApiClient;
}

describe('open sockets and streams', () => {
  let server: TestApp;
  let admin: TestUser;
  let room: LiveRoom;

  beforeAll(async () => {
    server = await startTestApp({ env: { JWT_SECRET: SECRET } });
    admin = await registerUser(server.url);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    room = await LiveRoom.open(server);
  });
  afterEach(() => {
    room.model.release();
    room.close();
  });

  const sessionOf = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) as { sid: string }).sid;

  async function subject(role?: string): Promise<Subject> {
    const user = await room.member(role);
    const { email, password } = user;
    const again = await user.api.post('/auth/login', { email, password });
    return { user, token: user.accessToken, other: new ApiClient(server.url, again.body.accessToken) };
  }

  /** Nothing arrives any more, whatever happens, and the answer is written to its end all the same. */
  async function hearsNothingOf(listener: Listener): Promise<void> {
    const { chat, documents, stream } = listener;
    const before = [chat.received, documents.received, stream.events].map(({ length }) => length);
    await room.goOn(listener);
    expect([chat.received, documents.received, stream.events].map(({ length }) => length)).toEqual(before);
    expect(await room.stored(listener)).toEqual({ status: 'completed', content: ANSWER.join('') });
  }

  async function isThrownOut(listener: Listener, began: number): Promise<void> {
    const { chat, documents, stream } = listener;
    const over = () => !chat.socket.connected && !documents.socket.connected;
    await waitFor('sockets to be disconnected', over, { timeoutMs: PROMISED_MS });
    await stream.end;
    expect(performance.now() - began).toBeLessThan(PROMISED_MS);
    for (const { received } of [chat, documents]) {
      expect(received.at(-1)).toMatchObject({
        event: 'access:ended',
        data: { problem: { status: 401, code: 'auth.unauthenticated' } },
      });
    }
    expect(stream.events.at(-1)).toMatchObject({ event: 'failed', data: { problem: { status: 401 } } });
  }

  async function isShutOut(listener: Listener, began: number): Promise<void> {
    const { chat, documents, stream } = listener;
    await stream.end;
    await waitFor(
      'the end of the answer over the socket',
      () => chat.received.at(-1)?.event === 'message:failed',
      {
        timeoutMs: PROMISED_MS,
      },
    );
    expect(performance.now() - began).toBeLessThan(PROMISED_MS);
    const problem = { status: 404, code: 'workspace.not_found' };
    expect(chat.received.at(-1)!.data).toMatchObject({ messageId: listener.messageId, problem });
    expect(stream.events.at(-1)).toMatchObject({ event: 'failed', data: { problem } });
    expect([chat.socket.connected, documents.socket.connected]).toEqual([true, true]);
  }

  const ok = async (answer: PromiseLike<{ status: number; text: string }>) => {
    const { status, text } = await answer;
    if (status >= 300) throw new Error(`answered ${status}: ${text}`);
  };

  const endings: [string, (who: Subject) => Promise<unknown>][] = [
    ['signing out', ({ user }) => ok(user.api.post('/auth/logout'))],
    ['signing out everywhere', ({ other }) => ok(other.delete('/auth/sessions'))],
    ['the end of that session', ({ other, token }) => ok(other.delete(`/auth/sessions/${sessionOf(token)}`))],
    [
      'a change of password in another session',
      ({ user, other }) =>
        ok(
          other.post('/auth/change-password', {
            currentPassword: user.password,
            newPassword: 'a wholly different passphrase',
          }),
        ),
    ],
    [
      'a refresh token that is used twice',
      async ({ user }) => {
        const refresh = (refreshToken: string) =>
          new ApiClient(server.url).post('/auth/refresh', { refreshToken });
        const second = (await refresh(user.refreshToken)).body.refreshToken as string;
        await ok(refresh(second));
        await refresh(user.refreshToken).expect(401);
      },
    ],
    [
      'the suspension of the account',
      ({ user }) => ok(admin.api.patch(`/admin/users/${user.id}`, { suspended: true })),
    ],
    [
      'the end of the session on another instance',
      ({ token }) => room.sql('UPDATE sessions SET ended_at = now() WHERE id = $1', [sessionOf(token)]),
    ],
  ];

  it.each(endings)('end with %s, and the answer is written all the same', async (_, end) => {
    const who = await subject();
    const listener = await room.listener(who.token);
    const began = performance.now();
    await end(who);
    await isThrownOut(listener, began);
    await hearsNothingOf(listener);
  });

  const member = (user: TestUser) => `/workspaces/${room.workspaceId}/members/${user.id}`;
  const leavings: [string, (who: Subject) => Promise<unknown>][] = [
    ['who is removed', ({ user }) => ok(room.owner.api.delete(member(user)))],
    ['who leaves', ({ user }) => ok(user.api.delete(member(user)))],
    ['who is suspended there', ({ user }) => ok(room.owner.api.patch(member(user), { suspended: true }))],
    [
      'who is removed by another instance',
      ({ user }) =>
        room.sql('DELETE FROM workspace_members WHERE user_id = $1 AND workspace_id = $2', [
          user.id,
          room.workspaceId,
        ]),
    ],
  ];

  it.each(leavings)('say nothing more of a workspace to a member %s', async (_, leave) => {
    const who = await subject();
    const listener = await room.listener(who.token);
    const began = performance.now();
    await leave(who);
    await isShutOut(listener, began);
    await hearsNothingOf(listener);
  });

  it('say nothing more of a workspace that is deleted', async () => {
    const listener = await room.listener((await subject()).token);
    const began = performance.now();
    await ok(room.owner.api.delete(`/workspaces/${room.workspaceId}`));
    await isShutOut(listener, began);
    const again = await listener.documents.socket.emitWithAck('documents:subscribe', { botId: room.bot.id });
    expect(again).toMatchObject({ ok: false, problem: { code: 'bot.not_found' } });
  });

  it('are not the only way to wait: an answer in one piece is kept from those who may not read it any more', async () => {
    const [one, two] = [await subject(), await subject()];
    room.model.play({ tokens: ANSWER, holdAt: 1 });
    const asked = [one, two].map(({ user }) =>
      user.api
        .post(`/bots/${room.bot.id}/chat`, { message: 'How long is parental leave?' })
        .then(({ status, body }) => ({
          status,
          code: body.code as string,
        })),
    );
    await room.model.until((calls) => calls.filter(({ state }) => state === 'held').length === 2);
    await ok(one.user.api.post('/auth/logout'));
    await ok(room.owner.api.delete(member(two.user)));
    expect(await Promise.all(asked)).toEqual([
      { status: 401, code: 'auth.unauthenticated' },
      { status: 404, code: 'workspace.not_found' },
    ]);
    room.model.release();
    await waitFor('both answers to be stored', async () => {
      const done = await room.sql(
        `SELECT m.id FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE c.bot_id = $1 AND m.role = 'assistant' AND m.status = 'completed' AND m.content = $2`,
        [room.bot.id, ANSWER.join('')],
      );
      return done.length === 2;
    });
  });

  it('end on every instance', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl, env: { JWT_SECRET: SECRET } });
    try {
      const { user, token } = await subject();
      const ear = await room.ear('/documents', token, other.url);
      await user.api.post('/auth/logout').expect(204);
      const began = performance.now();
      await waitFor('the socket to be disconnected', () => !ear.socket.connected);
      expect(performance.now() - began).toBeLessThan(PROMISED_MS);
    } finally {
      await other.close();
    }
  });
});
