import type { ScriptedChatModel } from '../../fakes/scripted-chat-model.mjs';
import type { TestApp } from '../../support/test-app.js';
import { visit } from '../../support/visitors.js';
import { canaryOf, type Tenant } from './tenant.js';

/** Where the widgets of both tenants may be shown. */
export const PAGE = 'https://site.example';

/** Somebody on a page, with one conversation: what they have said is theirs alone, as if they were a tenant. */
export interface MatrixVisitor extends Tenant {
  token: string;
}

export interface Visitors {
  ofA: MatrixVisitor;
  /** Somebody else at the same bot. */
  otherOfA: MatrixVisitor;
  ofB: MatrixVisitor;
}

export async function makeVisitors(
  server: TestApp,
  model: ScriptedChatModel,
  a: Tenant,
  b: Tenant,
): Promise<Visitors> {
  const of = async (tenant: Tenant, name: string): Promise<MatrixVisitor> => {
    const canary = canaryOf(name);
    const { ids, question } = tenant;
    const visitor = await visit(server.url, { publicKey: ids.publicKey }, {}, PAGE);
    model.play({ tokens: [`Told ${canary}.`] });
    const asked = await visitor.page.post(`/bots/${ids.bot}/chat`, { message: `${question} ${canary}` });
    model.play({ tokens: ['Nothing.'] });
    const {
      conversationId: conversation,
      message,
      userMessage,
    } = asked.body as {
      conversationId: string;
      message: { id: string };
      userMessage: { id: string };
    };
    const own = { ...ids, conversation, message: message.id };
    const secrets = [conversation, message.id, userMessage.id, visitor.id];
    return { ...tenant, canary, ids: own, secrets, token: visitor.token };
  };
  return { ofA: await of(a, 'visita'), otherOfA: await of(a, 'visitother'), ofB: await of(b, 'visitb') };
}
