import { ask, type Message, resume, type TurnEvent, TurnRefused } from '../../shared/turn-stream.js';
import { JSON_BODY, type Visitor, WidgetProblem } from './visitor.js';

export interface Entry {
  id: string;
  role: 'user' | 'assistant';
  content: string;
  status: Message['status'];
  citations: Message['citations'];
  rating?: Message['rating'];
  waiting?: boolean;
}

export interface ChatState {
  entries: Entry[];
  busy: boolean;
  loading: boolean;
  /** What failed, and the question that was not sent. */
  problem?: { kind: 'offline' | 'busy' | 'refused' | 'failed'; message: string; question?: string };
  /** The last complete answer, for screen readers. */
  announced: string;
}

/** The conversation of a visitor: what is shown, and what changes it. */
export class Chat {
  state: ChatState = { entries: [], busy: false, loading: false, announced: '' };
  private running?: { abort: AbortController; messageId?: string };
  private counter = 0;
  /** Grows with each new beginning: what was asked for before is not shown after it. */
  private visit = 0;
  /** Settled when what was said before is shown, or could not be had. */
  private past: Promise<void> = Promise.resolve();

  constructor(
    private readonly visitor: Visitor,
    private readonly changed: () => void,
    private readonly onMessage: (role: Entry['role'], content: string) => void,
  ) {}

  /** Takes up the visitor's last conversation, and an answer that is still being written. */
  async load(): Promise<void> {
    if (this.state.loading) return;
    this.set({ loading: true, problem: undefined });
    const past = this.readPast();
    this.past = past.then(() => undefined);
    const last = await past;
    if (last?.status !== 'streaming' || this.running) return;
    this.set({ entries: [...this.state.entries.slice(0, -1), { ...last, content: '' }], busy: true });
    const abort = this.begin(last.id);
    try {
      await this.follow(resume(this.visitor.send, last.id, abort.signal), abort);
    } catch (error) {
      if (!abort.signal.aborted) this.set({ busy: false, problem: problemOf(error) });
    } finally {
      this.done(abort);
    }
  }

  /** Shows what was said before, and gives the last of it. */
  private async readPast(): Promise<Entry | undefined> {
    const before = this.state.entries;
    const { visit } = this;
    try {
      await this.visitor.start();
      const id = this.visitor.conversationId;
      const entries = (id ? (await this.visitor.messages(id)).items : []).map(entryOf);
      if (visit !== this.visit) return undefined;
      // Who is quick has asked already.
      const asked = this.state.entries.filter((entry) => !before.includes(entry));
      this.set({ entries: [...entries, ...asked], loading: false });
      return entries.at(-1);
    } catch (error) {
      if (visit !== this.visit) return undefined;
      // A conversation that is gone: begin anew.
      if (error instanceof WidgetProblem && error.status === 404) this.visitor.keepConversation(undefined);
      this.set({ loading: false, problem: problemOf(error) });
      return undefined;
    }
  }

  async send(text: string): Promise<void> {
    const message = text.trim();
    if (!message || this.state.busy) return;
    this.onMessage('user', message);
    const abort = this.begin();
    const asked = [this.local('user', message), this.local('assistant', '')];
    this.set({ entries: [...this.state.entries, ...asked], busy: true });
    try {
      // In which conversation, and after what, is known then.
      await this.past;
      if (abort.signal.aborted) return;
      await this.visitor.start();
      const question = {
        message,
        conversationId: this.visitor.conversationId,
        clientMessageId: crypto.randomUUID(),
      };
      await this.follow(ask(this.visitor.send, this.visitor.botId, question, abort.signal), abort);
    } catch (error) {
      if (abort.signal.aborted) return;
      // What was typed goes back into the field.
      const at = this.state.entries.findIndex(({ id }) => id === asked[0].id);
      this.set({
        entries: this.state.entries.slice(0, at),
        busy: false,
        problem: { ...problemOf(error), question: message },
      });
    } finally {
      this.done(abort);
    }
  }

  async stop(): Promise<void> {
    const id = this.running?.messageId;
    if (id) await this.visitor.json(`/api/v1/messages/${id}/stop`, { method: 'POST' }).catch(() => undefined);
  }

  fresh(): void {
    this.running?.abort.abort();
    this.running = undefined;
    this.visit += 1;
    this.visitor.keepConversation(undefined);
    this.set({ entries: [], busy: false, loading: false, problem: undefined, announced: '' });
  }

  async rate(id: string, rating: 'up' | 'down' | null): Promise<void> {
    const show = (value: Entry['rating']) =>
      this.set({
        entries: this.state.entries.map((entry) => (entry.id === id ? { ...entry, rating: value } : entry)),
      });
    const before = this.state.entries.find((entry) => entry.id === id)?.rating;
    show(rating);
    const body = JSON.stringify({ rating });
    await this.visitor
      .json(`/api/v1/messages/${id}/feedback`, { method: 'PUT', body, headers: JSON_BODY })
      .catch(() => show(before));
  }

  dismiss(): void {
    this.set({ problem: undefined });
  }

  end(): void {
    this.running?.abort.abort();
  }

  private begin(messageId?: string): AbortController {
    this.running?.abort.abort();
    const abort = new AbortController();
    this.running = { abort, messageId };
    this.set({ problem: undefined });
    return abort;
  }

  private done(abort: AbortController): void {
    if (this.running?.abort === abort) this.running = undefined;
  }

  private async follow(events: AsyncGenerator<TurnEvent>, abort: AbortController): Promise<void> {
    for await (const event of events) {
      if (abort.signal.aborted) return;
      this.apply(event);
    }
  }

  private apply(event: TurnEvent): void {
    const { entries } = this.state;
    const answer = entries.at(-1);
    if (!answer) return;
    const put = (change: Partial<Entry>, more: Partial<ChatState> = {}) =>
      this.set({ entries: [...entries.slice(0, -1), { ...answer, ...change }], ...more });
    switch (event.type) {
      case 'started':
        if (this.running) this.running.messageId = event.messageId;
        this.visitor.keepConversation(event.conversationId);
        return put({ id: event.messageId });
      case 'sources':
        return put({ citations: event.citations, waiting: false });
      case 'delta':
        return put({ content: answer.content + event.text, waiting: false });
      case 'restarted':
        return put({ content: '', waiting: false });
      case 'waiting':
        return put({ waiting: true });
      case 'completed':
        this.onMessage('assistant', event.message.content);
        return put(
          { ...entryOf(event.message), waiting: false },
          { busy: false, announced: event.message.content.replace(/\[\d+\]/g, '') },
        );
      case 'failed':
        return put(
          { status: 'failed', waiting: false },
          { busy: false, problem: { kind: 'failed', message: event.problem.detail } },
        );
    }
  }

  private local(role: Entry['role'], content: string): Entry {
    const status = role === 'user' ? 'completed' : 'streaming';
    return { id: `local-${++this.counter}`, role, content, status, citations: [] };
  }

  private set(change: Partial<ChatState>): void {
    this.state = { ...this.state, ...change };
    this.changed();
  }
}

function entryOf({ id, role, content, status, citations, rating }: Message): Entry {
  return { id, role, content, status, citations, rating };
}

function problemOf(error: unknown): NonNullable<ChatState['problem']> {
  if (error instanceof TurnRefused || error instanceof WidgetProblem) {
    const { status } = error instanceof TurnRefused ? error.problem : error;
    return { kind: status === 429 ? 'busy' : 'refused', message: error.message };
  }
  if (error instanceof TypeError) return { kind: 'offline', message: '' };
  return { kind: 'failed', message: '' };
}
