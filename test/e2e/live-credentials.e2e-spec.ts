import { AccessTokens, AUDIENCE } from '../../src/auth/application/access-tokens.service.js';
import { SessionRepository } from '../../src/auth/application/ports/session.repository.js';
import { AccessChanges, CallerVerifier } from '../../src/platform/http/access/index.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { createApiKey } from '../support/api-keys.js';
import { accepted, ANSWER, type Ear, type Listener, LiveRoom } from '../support/live-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const SCOPES = ['documents:read', 'conversations:read', 'chat:send'] as const;

describe('the credentials of open connections', () => {
  let server: TestApp;
  let room: LiveRoom;

  beforeAll(async () => {
    server = await startTestApp();
    await registerUser(server.url);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    room = await LiveRoom.open(server);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    room.model.release();
    room.close();
  });

  const completed = ({ received }: Ear) => received.filter(({ event }) => event === 'message:completed');
  const isThrownOut = async ({ chat, documents, stream }: Listener) => {
    const over = () => !chat.socket.connected && !documents.socket.connected;
    await waitFor('sockets to be disconnected', over, { timeoutMs: 5_000 });
    await stream.end;
    expect(chat.received.at(-1)!.event).toBe('access:ended');
    expect(stream.events.at(-1)!.event).toBe('failed');
  };
  const hearsEverything = async (listener: Listener) => {
    await room.goOn(listener);
    const { chat, documents, stream } = listener;
    await stream.end;
    await waitFor('both answers', () => completed(chat).length === 2);
    await waitFor('the document', () => documents.received.some(({ event }) => event === 'document:ready'));
    expect(stream.text).toBe(ANSWER.join(''));
  };

  /** Another token for the session of the user, good for so long. */
  const tokenOf = ({ id, accessToken }: TestUser, seconds: number) => {
    const { sid } = JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString()) as {
      sid: string;
    };
    const tokens = server.app.get(AccessTokens, { strict: false });
    return tokens.sign({ id: sid, userId: id }, AUDIENCE.api, seconds);
  };

  it('end when the token expires, though the session lives', async () => {
    const user = await room.member();
    const listener = await room.listener(tokenOf(user, 2));
    await isThrownOut(listener);
    expect((await user.api.get('/auth/me')).status).toBe(200);
    const before = listener.chat.received.length;
    await room.goOn(listener);
    expect(listener.chat.received).toHaveLength(before);
    expect(await room.stored(listener)).toEqual({ status: 'completed', content: ANSWER.join('') });
  });

  it('last with a fresh token, which must be good and of the same caller', async () => {
    const user = await room.member();
    const short = tokenOf(user, 3);
    const [stays, goes] = [await room.ear('/documents', short), await room.ear('/documents', short)];
    const refresh = (ear: Ear, body: unknown) => ear.socket.timeout(5_000).emitWithAck('auth:refresh', body);
    await accepted(stays, 'documents:subscribe', { botId: room.bot.id });
    for (const token of [undefined, 'nonsense', { $gt: '' }]) {
      expect(await refresh(goes, { token })).toMatchObject({ ok: false, problem: { status: 401 } });
    }
    for (const body of [null, 'text', []]) expect(await refresh(goes, body)).toMatchObject({ ok: false });
    const others = await refresh(goes, { token: room.owner.accessToken });
    expect(others).toMatchObject({ ok: false, problem: { code: 'access.forbidden' } });
    expect(await refresh(stays, { token: user.accessToken })).toEqual({ ok: true });
    await waitFor('the other one to be disconnected', () => !goes.socket.connected);
    expect(goes.received.at(-1)!.event).toBe('access:ended');
    await accepted(stays, 'documents:unsubscribe', { botId: room.bot.id });
    await accepted(stays, 'documents:subscribe', { botId: room.bot.id });
    await user.api.post('/auth/logout');
    await waitFor('the end of the session', () => !stays.socket.connected);
  });

  it('of a member who is demoted go on for what is left: reading does, writing is refused at once', async () => {
    const user = await room.member('editor');
    const listener = await room.listener(user.accessToken);
    const text = { title: 'Mine', content: 'A text of some words.' };
    const path = `/bots/${room.bot.id}/documents/text`;
    expect((await user.api.post(path, text)).status).toBe(202);
    await room.owner.api
      .patch(`/workspaces/${room.workspaceId}/members/${user.id}`, { role: 'viewer' })
      .expect(200);
    expect((await user.api.post(path, { ...text, title: 'More' })).body.code).toBe('access.forbidden');
    await hearsEverything(listener);
  });

  it('of one member have nothing to do with those of another', async () => {
    const [one, two] = [await room.member(), await room.member()];
    const [goes, stays] = [await room.listener(one.accessToken), await room.listener(two.accessToken)];
    await room.owner.api.delete(`/workspaces/${room.workspaceId}/members/${one.id}`).expect(204);
    await goes.stream.end;
    await hearsEverything(stays);
  });

  it.each(['revoked', 'rotated', 'orphaned'])('end with an API key that is %s', async (what) => {
    const maker = await room.member();
    const { id, key } = await createApiKey(maker, { scopes: SCOPES }, room.workspaceId);
    const listener = await room.listener(key);
    const path = `/workspaces/${room.workspaceId}`;
    if (what === 'revoked') await room.owner.api.delete(`${path}/api-keys/${id}`).expect(204);
    else if (what === 'rotated') {
      expect((await maker.api.post(`${path}/api-keys/${id}/rotate`)).status).toBeLessThan(300);
    } else await room.owner.api.delete(`${path}/members/${maker.id}`).expect(204);
    await isThrownOut(listener);
    expect(listener.chat.received.at(-1)!.data.problem.status).toBe(401);
  });

  it('are not doubted because the database is away', async () => {
    const user = await room.member();
    const listener = await room.listener(user.accessToken);
    const look = jest
      .spyOn(server.app.get(SessionRepository, { strict: false }), 'liveUsers')
      .mockRejectedValue(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    server.app.get(AccessChanges, { strict: false }).userChanged(user.id);
    await waitFor('looks in vain', () => look.mock.calls.length >= 3);
    const answer = await listener.chat.socket.emitWithAck('message:stop', { messageId: listener.messageId });
    expect(answer).toMatchObject({ ok: false, problem: { status: 503 } });
    look.mockRestore();
    await hearsEverything(listener);
  });

  it('are looked at once for all that share a token', async () => {
    const user = await room.member();
    const ears = await Promise.all(
      Array.from({ length: 30 }, (_, i) => room.ear(i % 2 ? '/chat' : '/documents', user.accessToken)),
    );
    const verifier = server.app.get(CallerVerifier, { strict: false });
    const times: number[] = [];
    const verify = verifier.verify.bind(verifier);
    jest.spyOn(verifier, 'verify').mockImplementation((token) => {
      if (token === user.accessToken) times.push(performance.now());
      return verify(token);
    });
    await waitFor('three looks', () => times.length >= 3);
    const pauses = times.slice(1).map((at, i) => at - times[i]);
    expect(Math.min(...pauses)).toBeGreaterThan(1_000);
    times.length = 0;
    for (let i = 0; i < 10; i++) server.app.get(AccessChanges, { strict: false }).userChanged(user.id);
    await waitFor('the immediate look', () => times.length === 1, { timeoutMs: 1_000, everyMs: 1 });
    await user.api.post('/auth/logout');
    await waitFor('the end of all', () => ears.every(({ socket }) => !socket.connected));
  });

  it('leave a trace in the audit log when they do not suffice for an event that changes something', async () => {
    const maker = await room.member();
    const scopes = ['documents:read'];
    const { id, key } = await createApiKey(maker, { scopes }, room.workspaceId);
    const chat = await room.ear('/chat', key);
    for (const [event, body] of [
      ['conversation:join', { conversationId: room.bot.id }],
      ['message:send', { botId: room.bot.id, content: 'May I?' }],
    ] as const) {
      expect(await chat.socket.emitWithAck(event, body)).toMatchObject({
        ok: false,
        problem: { code: 'access.forbidden' },
      });
    }
    const denied = await waitFor('the trace', async () => {
      const rows = await room.sql(
        `SELECT action, result, actor_kind, actor_user_id, actor_key_id, workspace_id, target_type, target_id, ip,
                request_id <> '' AS traced, detail
         FROM audit_events WHERE actor_key_id = $1`,
        [id],
      );
      return rows.length > 0 && rows;
    });
    expect(denied).toEqual([
      {
        action: 'access.denied',
        result: 'failure',
        actor_kind: 'api_key',
        actor_user_id: maker.id,
        actor_key_id: id,
        workspace_id: room.workspaceId,
        target_type: 'socket_event',
        target_id: '/chat message:send',
        ip: '127.0.0.1',
        traced: true,
        detail: { status: 403 },
      },
    ]);
  });
});
