import { newId } from '../../shared/new-id.js';
import {
  ask,
  type Message,
  regenerate,
  resume,
  type TurnEvent,
  TurnRefused,
} from '../../shared/turn-stream.js';
import { answerText } from './answer-html.js';
import { type Problem, problemOf, type Question } from './problem.js';
import { JSON_BODY, type Visitor } from './visitor.js';

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
  problem?: Problem;
  /** The last complete answer, for screen readers. */
  announced: string;
}

interface Running {
  abort: AbortController;
  messageId?: string;
  /** The visitor does not want to hear the rest. */
  stopping?: boolean;
}

/** As the server has it. */
const LONGEST_MESSAGE = 10_000;

const NOTHING_SAID: ChatState = { entries: [], busy: false, loading: false, announced: '' };

/** The conversation of a visitor: what is shown, and what changes it. */
export class Chat {
  state = NOTHING_SAID;
  private running?: Running;
  private counter = 0;
  /** Grows with each new beginning: what was asked for before is not shown after it. */
  private visit = 0;
  /** Settled when what was said before is shown, or could not be had. */
  private past: Promise<void> = Promise.resolve();
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly visitor: Visitor,
    private readonly changed: () => void,
    private readonly onMessage: (role: Entry['role'], content: string) => void,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Takes up the visitor's last conversation, and an answer that is still being written. */
  async load(): Promise<void> {
    if (this.state.loading) return;
    this.set({ loading: true, problem: undefined });
    const past = this.readPast();
    this.past = past.then(() => undefined);
    const last = await past;
    if (this.running || last?.role !== 'assistant') return;
    if (last.status === 'failed') this.set({ problem: { kind: 'failed', failedId: last.id } });
    if (last.status === 'streaming') await this.resume(last.id);
  }

  /** What was said meanwhile, in another tab for one. */
  async refresh(): Promise<void> {
    const { busy, problem, entries } = this.state;
    if (!busy && (entries.length > 0 ? !problem : problem !== undefined)) await this.load();
  }

  async send(text: string): Promise<void> {
    const message = text.trim();
    if (!message || this.state.busy) return;
    const former = this.state.problem?.question;
    // The server may have got it the first time: under the same id it is asked once.
    const again = former?.message === message;
    const question = again ? former : { message, clientMessageId: newId() };
    if (message.length > LONGEST_MESSAGE) return this.set({ problem: { kind: 'tooLong', question } });
    if (!again) this.onMessage('user', message);
    const asked = [this.local('user', message), this.local('assistant', '')];
    this.set({ entries: [...this.state.entries, ...asked] });
    await this.run((signal) => this.asking(question, signal), { question, local: asked[0].id });
  }

  /** For the site's scripts: asked once the answer before is there. */
  async sendNext(text: string): Promise<void> {
    while (this.state.busy) await this.turn;
    await this.send(text);
  }

  async retry(): Promise<void> {
    const { question, messageId, failedId } = this.state.problem ?? {};
    if (question) return this.send(question.message);
    if (messageId) return this.resume(messageId);
    if (!failedId) return this.load();
    this.set({ entries: [...this.state.entries.slice(0, -1), this.local('assistant', '')] });
    await this.run((signal) => regenerate(this.visitor.send, failedId, signal), { failedId });
  }

  async stop(): Promise<void> {
    const { running } = this;
    if (!running) return;
    running.stopping = true;
    const id = running.messageId;
    // Without an id, or a connection, once they are there.
    if (id) await this.visitor.json(`/api/v1/messages/${id}/stop`, { method: 'POST' }).catch(() => undefined);
  }

  fresh(): void {
    this.visitor.keepConversation(undefined);
    this.leave();
  }

  /** Nothing of it is shown any more. */
  leave(): void {
    this.running?.abort.abort();
    this.running = undefined;
    this.visit += 1;
    this.set({ ...NOTHING_SAID, problem: undefined });
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

  end(): void {
    this.running?.abort.abort();
  }

  /** Shows what was said before, and gives the last of it. */
  private async readPast(): Promise<Entry | undefined> {
    const before = new Set(this.state.entries.map(({ id }) => id));
    const { visit } = this;
    try {
      await this.visitor.start();
      const id = this.visitor.conversationId;
      const entries = id ? shownOf((await this.visitor.messages(id)).items) : [];
      if (visit !== this.visit) return undefined;
      // Who is quick has asked already.
      const asked = this.state.entries.filter((entry) => !before.has(entry.id));
      const late = before.size > 0 && asked.length > 0;
      this.set({ loading: false, ...(late ? {} : { entries: [...entries, ...asked] }) });
      return entries.at(-1);
    } catch (error) {
      if (visit !== this.visit) return undefined;
      this.set({ loading: false });
      // A conversation that is gone: begin anew.
      if (!(error instanceof TurnRefused && error.problem.code === 'conversation.not_found')) {
        this.fail(error, {});
      } else if (!this.running) this.fresh();
      return undefined;
    }
  }

  private async *asking({ message, clientMessageId }: Question, signal: AbortSignal) {
    // In which conversation, and after what, is known then.
    await this.past;
    await this.visitor.start();
    const { conversationId, botId } = this.visitor;
    yield* ask(this.visitor.send, botId, { message, conversationId, clientMessageId }, signal);
  }

  private async resume(messageId: string): Promise<void> {
    const last = this.state.entries.at(-1)!;
    this.set({
      entries: [...this.state.entries.slice(0, -1), { ...last, content: '', status: 'streaming' }],
    });
    await this.run((signal) => resume(this.visitor.send, messageId, signal), { messageId });
  }

  /** Shows what happens until the answer is there; `retry` is what can be done when it does not come. */
  private run(
    events: (signal: AbortSignal) => AsyncGenerator<TurnEvent>,
    retry: Omit<Problem, 'kind'> & { local?: string },
  ): Promise<void> {
    this.running?.abort.abort();
    const running: Running = { abort: new AbortController(), messageId: retry.messageId };
    this.running = running;
    this.set({ busy: true, problem: undefined });
    this.turn = this.follow(events(running.abort.signal), running).catch((error: unknown) => {
      if (running.abort.signal.aborted) return;
      this.running = undefined;
      this.fail(error, running.messageId ? { messageId: running.messageId } : retry);
    });
    return this.turn;
  }

  private async follow(events: AsyncGenerator<TurnEvent>, running: Running): Promise<void> {
    for await (const event of events) {
      if (running.abort.signal.aborted) return;
      this.apply(event, running);
    }
    if (this.running === running) this.running = undefined;
  }

  private fail(error: unknown, { local, ...retry }: Omit<Problem, 'kind'> & { local?: string }): void {
    const { entries } = this.state;
    // A question that did not arrive goes back into the field.
    const at = local ? entries.findIndex(({ id }) => id === local) : -1;
    const kept = at < 0 ? entries.map((entry) => ({ ...entry, waiting: false })) : entries.slice(0, at);
    this.onProblem(error);
    this.set({ entries: kept, busy: false, problem: { ...problemOf(error), ...retry } });
  }

  private apply(event: TurnEvent, running: Running): void {
    const { entries } = this.state;
    const answer = entries.at(-1);
    if (!answer) return;
    const put = (change: Partial<Entry>, more: Partial<ChatState> = {}) =>
      this.set({ entries: [...entries.slice(0, -1), { ...answer, ...change }], ...more });
    // Stopped before there was anything to stop, or while the connection was away.
    if (running.stopping && event.type !== 'waiting' && (answer.waiting || event.type === 'started')) {
      running.messageId ??= event.type === 'started' ? event.messageId : undefined;
      void this.stop();
    }
    switch (event.type) {
      case 'started':
        running.messageId = event.messageId;
        this.visitor.keepConversation(event.conversationId);
        return put({ id: event.messageId, waiting: false });
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
          { busy: false, announced: answerText(event.message.content) },
        );
      case 'failed':
        this.onProblem(new TurnRefused(event.problem));
        return put(
          { status: 'failed', waiting: false },
          { busy: false, problem: { kind: 'failed', failedId: answer.id } },
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

/** Of several answers to one question, the newest. */
function shownOf(messages: Message[]): Entry[] {
  const newest = new Map(messages.map(({ id, parentId }) => [parentId, id]));
  return messages.filter(({ id, parentId }) => !parentId || newest.get(parentId) === id).map(entryOf);
}

function entryOf({ id, role, content, status, citations, rating }: Message): Entry {
  return { id, role, content, status, citations, rating };
}
