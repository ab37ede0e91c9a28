import type { Message } from '../../shared/turn-stream.js';
import type { Identity } from './widget-api.js';

/** Stored for each bot, in the site's own storage: no cookie, nothing of a third party. */
interface Kept {
  visitorToken?: string;
  conversationId?: string;
  /** Asked for a new conversation: the latest one is not taken up again. */
  fresh?: boolean;
}

export class WidgetProblem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The visitor's connection to the server: a token that is renewed, and requests that carry it. */
export class Visitor {
  botId = '';
  private token?: string;
  private starting?: Promise<void>;

  constructor(
    private readonly server: string,
    private readonly publicKey: string,
    private readonly language: string,
    private identity: Identity | undefined,
  ) {}

  get conversationId(): string | undefined {
    return this.kept.conversationId;
  }

  keepConversation(id: string | undefined): void {
    this.keep({ ...this.kept, conversationId: id, fresh: id === undefined });
  }

  /** Somebody else, or nobody: the history of the one before is not theirs. */
  async identify(identity: Identity | undefined): Promise<void> {
    this.identity = identity;
    this.token = undefined;
    this.keep({});
    this.starting = undefined;
    await this.start();
  }

  /** Begins, or goes on with, the visitor's session. Throws `WidgetProblem`, or TypeError without a connection. */
  start(): Promise<void> {
    this.starting ??= this.open().catch((error: unknown) => {
      this.starting = undefined;
      throw error;
    });
    return this.starting;
  }

  /** A request with the visitor's token; once more with a new one when it was refused. */
  readonly send = async (path: string, init: RequestInit): Promise<Response> => {
    await this.start();
    const response = await this.fetch(path, init);
    if (response.status !== 401) return response;
    this.starting = undefined;
    await this.start();
    return this.fetch(path, init);
  };

  async json<T>(path: string, init: RequestInit = {}): Promise<T> {
    return read<T>(await this.send(path, init));
  }

  messages(conversationId: string): Promise<{ items: Message[] }> {
    return this.json(`/api/v1/conversations/${conversationId}/messages?start=newest&limit=50`);
  }

  private async open(): Promise<void> {
    const kept = this.kept;
    const body = { visitorToken: this.token ?? kept.visitorToken, identity: this.identity };
    const path = `/api/v1/public/bots/${encodeURIComponent(this.publicKey)}/sessions`;
    const response = await this.fetch(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: JSON_BODY,
    });
    const session = await read<{
      visitorToken: string;
      botId: string;
      conversation: { id: string } | null;
    }>(response);
    this.token = session.visitorToken;
    this.botId = session.botId;
    this.keep({
      ...kept,
      visitorToken: session.visitorToken,
      conversationId: kept.fresh ? undefined : session.conversation?.id,
    });
  }

  private fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('accept-language', this.language);
    if (this.token && !path.includes('/public/')) headers.set('authorization', `Bearer ${this.token}`);
    return fetch(this.server + path, { ...init, headers, credentials: 'omit' });
  }

  private get key(): string {
    return `kyrochat:${this.publicKey}`;
  }

  private get kept(): Kept {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? '{}') as Kept;
    } catch {
      // Storage is forbidden or spoilt: the visit lasts as long as the page.
      return {};
    }
  }

  private keep(kept: Kept): void {
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // As above.
    }
  }
}

export const JSON_BODY = { 'content-type': 'application/json' };

async function read<T>(response: Response): Promise<T> {
  const body = (await response.json().catch(() => ({}))) as T & { code?: string; detail?: string };
  if (response.ok) return body;
  throw new WidgetProblem(body.code ?? 'unknown', response.status, body.detail ?? '');
}
