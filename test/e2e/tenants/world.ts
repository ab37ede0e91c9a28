import type { ScriptedChatModel } from '../../fakes/scripted-chat-model.mjs';
import { AccessTokens, type Audience } from '../../../src/auth/application/access-tokens.service.js';
import { newId } from '../../../src/kernel/id.js';
import { Database } from '../../../src/platform/database/index.js';
import { registerUser, type TestUser } from '../../factories/user.factory.js';
import { createBot } from '../../factories/bot.factory.js';
import { createApiKey } from '../../support/api-keys.js';
import type { Kind } from '../../support/route-table.js';
import type { TestApp } from '../../support/test-app.js';
import { waitFor } from '../../support/wait-for.js';
import { DEAD_KEYS, deadKeys, type Keys, makeKeys } from './keys.js';
import { makeVisitors, type Visitors } from './visitors.js';
import { canaryOf, type Ids, type Tenant } from './tenant.js';

/** Those who may do nothing, so that B's ids are as good as any to them. */
export const NOBODIES = [
  ...['anonymous', 'signedOut', 'widgetTokenOfA', 'widgetTokenOfB', 'suspendedAccount'],
  ...DEAD_KEYS,
] as const;
/** Those who have an account and nothing to do with either tenant (any more). */
export const OUTSIDERS = ['operator', 'suspendedMember'] as const;
/** Members of A, least powerful first. */
export const MEMBERS = ['viewer', 'editor', 'admin', 'owner'] as const;

/** Audience of tokens that visitors of a widget hold: nothing of this API. */
export const WIDGET: Audience = 'kyrochat:widget';

/**
 * Those who try, each with the token they come with. `signedOut` holds a token of B's owner that was revoked, the
 * widget tokens are signed with the right key for live sessions of the owners, but for the widget;
 * `suspendedAccount` was an admin of A, `suspendedMember` is an admin of A who is
 * suspended there; `operator` is the platform's administrator and belongs to neither tenant. For the keys, see `keys.ts`.
 */
export type Callers = Record<(typeof MEMBERS)[number] | (typeof OUTSIDERS)[number], string> &
  Record<Exclude<(typeof NOBODIES)[number], 'anonymous'>, string> & { anonymous: undefined };

/** Two tenants, and people with different rights in the first. */
export class World {
  private constructor(
    readonly server: TestApp,
    readonly model: ScriptedChatModel,
    readonly a: Tenant,
    readonly b: Tenant,
    readonly callers: Callers,
    /** A's other bot, with what belongs to it, as if it were a tenant: so it is to keys that are limited to the first. */
    readonly other: Tenant,
    readonly keys: Keys,
    readonly visitors: Visitors,
  ) {}

  static async build(server: TestApp, model: ScriptedChatModel): Promise<World> {
    // The first account of an installation is its administrator.
    const operator = await registerUser(server.url);
    const [a, b] = [await buildTenant(server, model, 'a'), await buildTenant(server, model, 'b')];
    const member = async (role: string) => {
      const user = await registerUser(server.url);
      await join(server, a.ids.workspace, user, role);
      return user;
    };
    const roles = ['viewer', 'editor', 'admin', 'admin', 'admin', 'admin'];
    const [viewer, editor, admin, suspended, suspendedMember, former] = await Promise.all(roles.map(member));
    const other = await otherBotOf(a, model);
    const dead = await deadKeys(server, a, { suspended, suspendedMember, former });
    await a.owner.api
      .patch(`/workspaces/${a.ids.workspace}/members/${suspendedMember.id}`, { suspended: true })
      .expect(200);
    const world = new World(
      server,
      model,
      a,
      b,
      {
        anonymous: undefined,
        signedOut: await signedOut(b.owner),
        widgetTokenOfA: visitorToken(server, a),
        widgetTokenOfB: visitorToken(server, b),
        suspendedAccount: await suspendedAccount(operator, suspended),
        owner: a.owner.accessToken,
        editor: editor.accessToken,
        viewer: viewer.accessToken,
        admin: admin.accessToken,
        operator: operator.accessToken,
        suspendedMember: suspendedMember.accessToken,
        ...dead,
      },
      other,
      await makeKeys(a),
      await makeVisitors(server, model, a, b),
    );
    await world.settled();
    return world;
  }

  /** Waits until nothing happens in the background any more, so that every later change has a cause. */
  async settled(): Promise<void> {
    const database = this.server.app.get(Database);
    await waitFor('work in the background to end', async () => {
      const [{ waiting }] = await database.query<{ waiting: number }>(
        `SELECT ((SELECT count(*) FROM index_deltas) + (SELECT count(*) FROM outbox_events)
               + (SELECT count(*) FROM documents WHERE status IN ('queued', 'processing'))
               + (SELECT count(*) FROM messages WHERE status = 'streaming'))::int AS waiting`,
      );
      return waiting === 0;
    });
  }

  /** The tenant's ids with a new thing of `kind` in place of the usual one, for requests that destroy it. */
  async fresh(tenant: Tenant, kind: Kind | 'member' | 'sharedWorkspace'): Promise<Ids> {
    const { api } = tenant.owner;
    if (kind === 'member' || kind === 'sharedWorkspace') {
      const workspace = kind === 'member' ? tenant.ids.workspace : await anotherWorkspace(tenant);
      const user = await registerUser(this.server.url);
      await join(this.server, workspace, user, 'viewer');
      return { ...tenant.ids, workspace, user: user.id };
    }
    const made = {
      bot: () => api.post('/bots', { name: `spare ${tenant.canary}` }),
      document: () =>
        api.post(`/bots/${tenant.ids.bot}/documents/text`, {
          title: `spare ${newId()}`,
          content: tenant.canary,
        }),
      conversation: () =>
        api.post(`/bots/${tenant.ids.bot}/conversations`, { title: `spare ${tenant.canary}` }),
    }[kind as 'bot' | 'document' | 'conversation'];
    if (kind === 'workspace') return { ...tenant.ids, workspace: await anotherWorkspace(tenant) };
    if (kind === 'invitation')
      return { ...tenant.ids, invitation: await invitationOf(tenant.owner, tenant.canary) };
    if (kind === 'apiKey') return { ...tenant.ids, apiKey: await apiKeyOf(tenant.owner, tenant.canary) };
    if (kind === 'user') return { ...tenant.ids, user: (await registerUser(this.server.url)).id };
    if (kind === 'session') return { ...tenant.ids, session: sessionOf(await anotherSession(tenant.owner)) };
    return { ...tenant.ids, [kind]: (await made()).body.id as string };
  }
}

/** Registers an owner and gives them one of everything. */
export async function buildTenant(server: TestApp, model: ScriptedChatModel, name: string): Promise<Tenant> {
  const canary = canaryOf(name);
  const owner = await registerUser(server.url, { email: `${canary}@example.com`, name: `Owner ${canary}` });
  const stock = await stockBot(owner, model, canary);
  const { bot } = stock;
  await anotherSession(owner);
  // A second one of each, so that lists have a second page to point to.
  await createBot(owner.api, { name: `Second ${canary}` });
  await owner.api.post(`/bots/${bot.id}/conversations`, { title: `Second ${canary}` });
  await owner.api.post(`/bots/${bot.id}/documents/text`, {
    title: `Second ${canary}`,
    content: `More of ${canary}.`,
  });
  await owner.api.post('/workspaces', { name: `Second ${canary}` }).expect(201);
  await invitationOf(owner, canary);
  await apiKeyOf(owner, canary);
  await join(
    server,
    owner.workspaceId,
    await registerUser(server.url, { name: `Friend ${canary}` }),
    'viewer',
  );
  const ids: Ids = {
    workspace: owner.workspaceId,
    ...stock.ids,
    user: owner.id,
    session: sessionOf(owner.accessToken),
    invitation: await invitationOf(owner, canary),
    apiKey: await apiKeyOf(owner, canary),
    cursor: '',
  };
  const secrets = [...Object.values(ids).filter(Boolean), owner.email, ...stock.secrets];
  return { canary, owner, ids, question: stock.question, secrets };
}

/** A bot that knows one document and has answered one question, every text with the mark. */
async function stockBot(owner: TestUser, model: ScriptedChatModel, canary: string) {
  const bot = await createBot(owner.api, {
    name: `Bot ${canary}`,
    description: `About ${canary}`,
    config: {
      systemPrompt: `Prompt ${canary}`,
      fallbackMessage: `Fallback ${canary}`,
      welcomeMessage: `Welcome ${canary}`,
      suggestedQuestions: [`Suggested ${canary}`],
    },
  });
  const content = `# Section ${canary}\n\nThe password of the cellar is ${canary}.`;
  const uploaded = await owner.api
    .post(`/bots/${bot.id}/documents`)
    .attach('files', Buffer.from(content), `file-${canary}.md`);
  const document = uploaded.body.items[0].id as string;
  await waitFor('the document to be ready', async () => {
    return (await owner.api.get(`/documents/${document}`)).body.status === 'ready';
  });
  const question = 'What is the password of the cellar?';
  model.play({ tokens: [`It is ${canary} [1].`] });
  const asked = (await owner.api.post(`/bots/${bot.id}/chat`, { message: `${question} ${canary}` })).body;
  model.play({ tokens: ['Nothing.'] });
  await owner.api.put(`/messages/${asked.message.id}/feedback`, {
    rating: 'down',
    comment: `Comment ${canary}`,
  });
  await owner.api.patch(`/bots/${bot.id}`, { config: { topK: 6 } });
  await owner.api
    .put(`/bots/${bot.id}/widget`, {
      allowedDomains: ['site.example'],
      texts: { en: { title: `Widget ${canary}` } },
    })
    .expect(200);
  return {
    bot,
    ids: {
      bot: bot.id,
      publicKey: bot.publicKey,
      document,
      conversation: asked.conversationId,
      message: asked.message.id,
    },
    question,
    secrets: [asked.userMessage.id] as string[],
  };
}

/** Another bot of the same tenant with a mark of its own, as if it were a tenant. */
async function otherBotOf(tenant: Tenant, model: ScriptedChatModel): Promise<Tenant> {
  const canary = canaryOf('other');
  const { ids, question, secrets } = await stockBot(tenant.owner, model, canary);
  return {
    ...tenant,
    canary,
    ids: { ...tenant.ids, ...ids },
    question,
    secrets: [...Object.values(ids), ...secrets],
  };
}

/** Makes the user a member, and waits until that counts. */
export async function join(
  server: TestApp,
  workspaceId: string,
  user: TestUser,
  role: string,
): Promise<void> {
  await server.app
    .get(Database)
    .query('INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
      workspaceId,
      user.id,
      role,
    ]);
  await waitFor('the membership to count', async () => {
    return (
      (await user.api.get(`/workspaces/${workspaceId}`)).status === 200 && (await hasGrant(user, workspaceId))
    );
  });
}

/** Rights are remembered for a few seconds. */
async function hasGrant(user: TestUser, workspaceId: string): Promise<boolean> {
  return (await user.api.get(`/bots?workspaceId=${workspaceId}`)).status === 200;
}

async function anotherWorkspace({ owner, canary }: Tenant): Promise<string> {
  return (await owner.api.post('/workspaces', { name: `Spare ${canary}` }).expect(201)).body.id as string;
}

async function invitationOf({ api, workspaceId }: TestUser, canary: string): Promise<string> {
  const body = { email: `${newId()}-${canary}@example.com`, role: 'viewer' };
  return (await api.post(`/workspaces/${workspaceId}/invitations`, body).expect(201)).body.id as string;
}

async function apiKeyOf(owner: TestUser, canary: string): Promise<string> {
  return (await createApiKey(owner, { name: `Key ${canary}`, scopes: ['bots:read'] })).id;
}

async function anotherSession({ api, email, password }: TestUser): Promise<string> {
  return (await api.post('/auth/login', { email, password })).body.accessToken as string;
}

/** The session that an access token names. */
function sessionOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1], 'base64url').toString();
  return (JSON.parse(claims) as { sid: string }).sid;
}

function visitorToken(server: TestApp, { ids }: Tenant): string {
  const tokens = server.app.get(AccessTokens, { strict: false });
  return tokens.sign({ id: ids.session, userId: ids.user }, WIDGET, 900);
}

async function suspendedAccount(operator: TestUser, user: TestUser): Promise<string> {
  const { status } = await operator.api.patch(`/admin/users/${user.id}`, { suspended: true });
  if (status !== 200) throw new Error(`suspension answered ${status}`);
  await waitFor('the account to be shut', async () => (await user.api.get('/auth/me')).status === 401);
  return user.accessToken;
}

async function signedOut(user: TestUser): Promise<string> {
  const token = await anotherSession(user);
  await user.api.as(token).post('/auth/logout');
  await waitFor('the session to end', async () => (await user.api.as(token).get('/auth/me')).status === 401);
  return token;
}
