import type { Message, Turn } from '../../conversations/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import type { ChatEvent } from '../application/ports/chat-event.js';
import type { TurnReader } from '../application/ports/turn-journals.port.js';
import { MemoryTurnJournals } from './memory-turn.journals.js';

const nextTick = () => new Promise((resolve) => setImmediate(resolve));

describe('MemoryTurnJournals', () => {
  let journals: MemoryTurnJournals;
  beforeEach(() => (journals = new MemoryTurnJournals()));

  const turn = (attempt = 1, answer: Partial<Message> = {}): Turn => {
    const message = {
      id: newId(),
      status: 'streaming',
      content: '',
      citations: [],
      error: null,
      ...answer,
    } as Message;
    return { conversationId: newId(), question: { id: newId() }, answer: message, attempt } as Turn;
  };
  const finished = ({ answer }: Turn, content: string): Message => ({
    ...answer,
    status: 'completed',
    content,
  });
  const textOf = (events: ChatEvent[]) =>
    events.map((event) => (event.type === 'delta' ? event.text : '')).join('');
  const follow = (of: Turn, afterSeq = 0) => {
    const events: ChatEvent[] = [];
    let news = 0;
    const reader: TurnReader = journals.follow(of, afterSeq, () => (news += 1));
    const take = () => {
      const taken = reader.take();
      events.push(...taken);
      return taken;
    };
    return { reader, events, take, news: () => news };
  };

  it('brings what is written in one turn of the event loop as one event', async () => {
    const t = turn();
    const writer = journals.write(t);
    const { take, news } = follow(t);
    writer.sources([]);
    for (const piece of ['a', 'b', 'c']) writer.text(piece);
    await nextTick();
    expect(news()).toBe(1);
    expect(take().map(({ type }) => type)).toEqual(['started', 'sources', 'delta']);
    expect(take()).toEqual([]);
  });

  it.each(['failed', 'stopped'] as const)('tells of an answer that %s before it had sources', (status) => {
    const t = turn();
    const writer = journals.write(t);
    const { take, reader } = follow(t);
    expect(take().map(({ type }) => type)).toEqual(['started']);
    const error = { code: 'ai.model_unknown', kind: 'invalid' as const, params: {} };
    writer.end({ ...finished(t, ''), status, error: status === 'failed' ? error : null });
    const [last] = take();
    expect(last.type).toBe(status === 'failed' ? 'failed' : 'completed');
    expect(reader.ended).toBe(true);
    expect(follow(t, last.seq).take()).toEqual([]);
    expect(
      follow(t)
        .take()
        .map(({ type }) => type),
    ).toEqual(['started', last.type]);
  });

  it('gives a slow reader everything at once, and every reader every character', async () => {
    const t = turn();
    const writer = journals.write(t);
    const [quick, slow] = [follow(t), follow(t)];
    writer.sources([]);
    for (let i = 0; i < 100; i++) {
      writer.text(`${i},`);
      await nextTick();
      quick.take();
    }
    const text = Array.from({ length: 100 }, (_, i) => `${i},`).join('');
    writer.end(finished(t, text));
    expect(textOf([...quick.events, ...quick.take()])).toBe(text);
    expect(slow.take().map(({ type }) => type)).toEqual(['started', 'sources', 'delta', 'completed']);
    expect(textOf(slow.events)).toBe(text);
    expect([quick.reader.ended, slow.reader.ended]).toEqual([true, true]);
  });

  it('goes on after any number it has given out', async () => {
    const t = turn();
    const writer = journals.write(t);
    const { take, events } = follow(t);
    writer.sources([]);
    for (const piece of ['Six', 'teen 👶', ' weeks']) {
      writer.text(piece);
      await nextTick();
      take();
    }
    writer.end(finished(t, 'Sixteen 👶 weeks'));
    take();
    for (const [i, { seq }] of events.entries()) {
      const later = follow(t, seq);
      expect(textOf([...events.slice(0, i + 1), ...later.take()])).toBe('Sixteen 👶 weeks');
      expect(later.events.every((event) => event.seq > seq)).toBe(true);
      expect(later.reader.ended).toBe(true);
    }
  });

  it('replays a stored answer as it was streamed', () => {
    const t = turn(1, { status: 'completed', content: 'Sixteen weeks' });
    const { take, events } = follow(t);
    take();
    expect(events.map(({ type }) => type)).toEqual(['started', 'sources', 'delta', 'completed']);
    expect(textOf(follow(t, events[2].seq - 5).take())).toBe('weeks');
  });

  it('tells readers when answering begins anew, with numbers that go on rising', async () => {
    const t = turn();
    const first = journals.write(t);
    const { take, events } = follow(t);
    first.sources([]);
    first.text('wrong, and long enough to matter');
    await nextTick();
    take();
    const second = journals.write({ ...t, attempt: 2 });
    first.text('late');
    first.end(finished(t, 'late'));
    second.sources([]);
    second.text('right');
    second.end(finished(t, 'right'));
    take();
    expect(events.map(({ type }) => type)).toEqual([
      'started',
      'sources',
      'delta',
      'restarted',
      'sources',
      'delta',
      'completed',
    ]);
    expect(events.map(({ seq }) => seq)).toEqual(
      [...new Set(events.map(({ seq }) => seq))].sort((a, b) => a - b),
    );
    expect(textOf(events.slice(3))).toBe('right');
  });

  it('shows a turn that waited and then began as one that began', async () => {
    const t = turn(0);
    const { take, events } = follow(t);
    expect(take().map(({ type }) => type)).toEqual(['started']);
    const writer = journals.write({ ...t, attempt: 1 });
    writer.sources([]);
    writer.end(finished(t, ''));
    take();
    expect(events.map(({ type }) => type)).toEqual(['started', 'sources', 'completed']);
  });

  it('names answers with readers but without a writer, and ends them when told', () => {
    const t = turn();
    const { take, reader } = follow(t);
    expect(journals.unattended()).toEqual([t.answer.id]);
    journals.settle(t);
    expect(journals.unattended()).toEqual([t.answer.id]);
    journals.settle({ ...t, attempt: 2, answer: finished(t, 'elsewhere') });
    expect(textOf(take())).toBe('elsewhere');
    expect(reader.ended).toBe(true);
    expect(journals.unattended()).toEqual([]);
  });

  it('forgets answers that nobody reads or writes', () => {
    const t = turn();
    const writer = journals.write(t);
    const { reader } = follow(t);
    reader.close();
    expect(journals.unattended()).toEqual([]);
    writer.leave();
    expect(journals['open'].size).toBe(0);
  });

  it('ends streams without ending answers when it is interrupted', async () => {
    const t = turn();
    const writer = journals.write(t);
    const { take, events, reader } = follow(t);
    writer.sources([]);
    writer.text('half');
    await nextTick();
    take();
    journals.interrupt(new DomainError('service.stopping', 'unavailable'));
    take();
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      seq: events.at(-2)!.seq,
      error: { code: 'service.stopping' },
    });
    expect(reader.ended).toBe(true);
  });
});
