import { DomainError } from '../../kernel/domain-error.js';
import type { Citation, Message, Turn } from '../../conversations/index.js';
import type { ChatEvent, StartedEvent } from '../application/ports/chat-event.js';
import { AFTER_SOURCES, AFTER_START, BEFORE_START, epochOf, type Place, seqOf } from '../domain/sequence.js';

interface Piece {
  /** Length of the text with this piece. */
  end: number;
  text: string;
}

/** All that was told about one answer so far, once for all its readers, each of whom only knows a place in it. */
export class TurnTranscript {
  readonly answerId: string;
  epoch: number;
  private readonly started: Omit<StartedEvent, 'seq'>;
  private sourcesEvent?: ChatEvent;
  private pieces: Piece[] = [];
  private lastDelta?: { from: number; event: ChatEvent };
  private endEvent?: ChatEvent;

  constructor(turn: Turn) {
    const { answer, question, conversationId } = turn;
    this.answerId = answer.id;
    this.epoch = epochOf(turn.attempt);
    this.started = { type: 'started', conversationId, userMessageId: question.id, messageId: answer.id };
    if (answer.status !== 'streaming') this.restore(answer);
  }

  get over(): boolean {
    return this.endEvent !== undefined;
  }

  /** In UTF-16 units. */
  get length(): number {
    return this.pieces.at(-1)?.end ?? 0;
  }

  begin(attempt: number): void {
    this.clear(epochOf(attempt));
  }

  /** Becomes what is stored, unless it is that already. */
  become(turn: Turn): void {
    if (this.over || turn.answer.status === 'streaming') return;
    this.clear(epochOf(turn.attempt));
    this.restore(turn.answer);
  }

  sources(citations: Citation[]): void {
    this.sourcesEvent = {
      type: 'sources',
      seq: this.seq(AFTER_SOURCES),
      messageId: this.answerId,
      citations,
    };
  }

  append(text: string): void {
    this.pieces.push({ end: this.length + text.length, text });
  }

  end(message: Message): void {
    const head = { seq: this.seq(AFTER_SOURCES + this.length + 1), messageId: this.answerId };
    const { error } = message;
    this.endEvent =
      message.status === 'failed' && error
        ? {
            type: 'failed',
            ...head,
            error: new DomainError(error.code, error.kind, { params: error.params }),
          }
        : { type: 'completed', ...head, message };
  }

  /** Everything after `place`, which is moved to the end. */
  read(place: Place): ChatEvent[] {
    const events: ChatEvent[] = [];
    if (place.epoch !== this.epoch) this.restartReader(place, events);
    if (place.position < AFTER_START) {
      events.push({ ...this.started, seq: this.seq(AFTER_START) });
      place.position = AFTER_START;
    }
    // An answer that was over before there were sources has an end all the same.
    if (place.position < AFTER_SOURCES && (this.sourcesEvent || this.endEvent)) {
      if (this.sourcesEvent) events.push(this.sourcesEvent);
      place.position = AFTER_SOURCES;
    }
    const from = place.position - AFTER_SOURCES;
    if (from >= 0 && from < this.length) {
      events.push(this.delta(from));
      place.position = AFTER_SOURCES + this.length;
    }
    if (this.endEvent && place.position === AFTER_SOURCES + this.length) {
      events.push(this.endEvent);
      place.position += 1;
    }
    return events;
  }

  private restartReader(place: Place, events: ChatEvent[]): void {
    // Who has seen nothing but the beginning has nothing to forget, but must not fall behind in numbers.
    if (place.epoch > 0 || place.position > BEFORE_START) {
      events.push({ type: 'restarted', seq: this.seq(AFTER_START), messageId: this.answerId });
      place.position = AFTER_START;
    }
    place.epoch = this.epoch;
  }

  private delta(from: number): ChatEvent {
    if (this.lastDelta?.from === from && this.lastDelta.event.seq === this.seq(AFTER_SOURCES + this.length)) {
      return this.lastDelta.event;
    }
    const event: ChatEvent = {
      type: 'delta',
      seq: this.seq(AFTER_SOURCES + this.length),
      messageId: this.answerId,
      text: this.textFrom(from),
    };
    this.lastDelta = { from, event };
    return event;
  }

  private textFrom(offset: number): string {
    let index = this.pieces.length - 1;
    while (index > 0 && this.pieces[index - 1].end > offset) index--;
    const first = this.pieces[index];
    const head = first.text.slice(offset - (first.end - first.text.length));
    if (index === this.pieces.length - 1) return head;
    return (
      head +
      this.pieces
        .slice(index + 1)
        .map(({ text }) => text)
        .join('')
    );
  }

  private restore(answer: Message): void {
    this.sources(answer.citations);
    if (answer.content !== '') this.append(answer.content);
    this.end(answer);
  }

  private clear(epoch: number): void {
    this.epoch = epoch;
    this.sourcesEvent = undefined;
    this.pieces = [];
    this.lastDelta = undefined;
    this.endEvent = undefined;
  }

  private seq(position: number): number {
    return seqOf({ epoch: this.epoch, position });
  }
}
