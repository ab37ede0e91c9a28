import { type Message, type TurnProblem, TurnRefused } from '../../shared/turn-stream.js';
import { StoredVisit } from './stored.js';
import type { IdentitySource } from './widget-api.js';

interface Session {
  visitorToken: string;
  visitorId: string;
  botId: string;
  conversation: { id: string } | null;
}

/** The visitor's connection to the server: a token that is renewed, and requests that carry it. */
export class Visitor {
  botId = '';
  private token?: string;
  private starting?: Promise<void>;
  private readonly unknown: StoredVisit;
  /** Without the token: who uses this browser next must not be taken for the user who has signed out. */
  private readonly user: StoredVisit;
  private named = false;
  /** Grows with each new person: what was asked for before is not for them. */
  private person = 0;

  constructor(
    private readonly server: string,
    private readonly publicKey: string,
    private readonly language: string,
    private identity: IdentitySource | undefined,
  ) {
    this.unknown = new StoredVisit(`kyrochat:${publicKey}`);
    this.user = new StoredVisit(`kyrochat:${publicKey}:user`);
  }

  get conversationId(): string | undefined {
    return this.visit.get().conversationId;
  }

  keepConversation(id: string | undefined): void {
    this.visit.set({ ...this.visit.get(), conversationId: id, fresh: id === undefined });
  }

  /** Somebody else from now on; once a user has signed out, nothing of what was said is left in this browser. */
  identify(identity: IdentitySource | undefined): void {
    if (!identity && this.user.get().visitorId) {
      this.unknown.clear();
      this.user.clear();
    }
    this.identity = identity;
    this.token = undefined;
    this.starting = undefined;
    this.person += 1;
  }

  /** The same person, signed anew. */
  renew(identity: IdentitySource | undefined): void {
    this.identity = identity;
  }

  /** Begins, or goes on with, the visitor's session. Throws `TurnRefused`, or TypeError without a connection. */
  start(): Promise<void> {
    const starting = (this.starting ??= this.open());
    starting.catch(() => {
      if (this.starting === starting) this.starting = undefined;
    });
    return starting;
  }

  /** A request with the visitor's token; once more with a new one when it was refused. */
  readonly send = async (path: string, init: RequestInit): Promise<Response> => {
    await this.start();
    const response = await this.fetch(path, init);
    if (response.status !== 401) return response;
    this.starting = undefined;
    await this.start().catch((error: unknown) => {
      // The server has just answered, so it is there: it has no bot for this page any more, and says so to nobody.
      if (!(error instanceof TypeError)) throw error;
      throw new TurnRefused({ code: 'bot.not_found', status: 404, detail: '' });
    });
    return this.fetch(path, init);
  };

  async json<T>(path: string, init: RequestInit = {}): Promise<T> {
    return read<T>(await this.send(path, init));
  }

  messages(conversationId: string): Promise<{ items: Message[] }> {
    return this.json(`/api/v1/conversations/${conversationId}/messages?start=newest&limit=50`);
  }

  private get visit(): StoredVisit {
    return this.named ? this.user : this.unknown;
  }

  private async open(): Promise<void> {
    const { identity: source, person } = this;
    const identity = (typeof source === 'function' ? await source() : source) ?? undefined;
    const visit = identity ? this.user : this.unknown;
    const before = visit.get();
    const response = await this.fetch(`/api/v1/public/bots/${encodeURIComponent(this.publicKey)}/sessions`, {
      method: 'POST',
      body: JSON.stringify({ visitorToken: identity ? undefined : before.visitorToken, identity }),
      headers: JSON_BODY,
    });
    const { visitorToken, visitorId, botId, conversation } = await read<Session>(response);
    // Somebody else was named meanwhile.
    if (person !== this.person) return this.start();
    const same = before.visitorId === visitorId;
    const renewed = same && this.token !== undefined;
    visit.set({
      visitorId,
      visitorToken: identity ? undefined : visitorToken,
      fresh: same && before.fresh,
      conversationId: renewed || (same && before.fresh) ? before.conversationId : conversation?.id,
    });
    this.named = identity !== undefined;
    this.token = visitorToken;
    this.botId = botId;
  }

  private fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('accept-language', this.language);
    if (this.token && !path.includes('/public/')) headers.set('authorization', `Bearer ${this.token}`);
    return fetch(this.server + path, { ...init, headers, credentials: 'omit' });
  }
}

export const JSON_BODY = { 'content-type': 'application/json' };

async function read<T>(response: Response): Promise<T> {
  const body = (await response.json().catch(() => ({}))) as T & Partial<TurnProblem>;
  if (response.ok) return body;
  const { code = 'unknown', detail = '', retryAfter } = body;
  throw new TurnRefused({ code, detail, status: response.status, retryAfter });
}
