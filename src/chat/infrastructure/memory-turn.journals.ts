import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import type { Citation, Message, Turn } from '../../conversations/index.js';
import type { DomainError } from '../../kernel/domain-error.js';
import { type TurnReader, TurnJournals, type TurnWriter } from '../application/ports/turn-journals.port.js';
import type { ChatEvent } from '../application/ports/chat-event.js';
import { type Place, placeOf, seqOf } from '../domain/sequence.js';
import { TurnTranscript } from './turn-transcript.js';

/** Answers that are over are kept this long and up to this much text, so that resuming needs no database. */
const KEPT_MS = 5 * 60_000;
const KEPT_CHARS = 4_000_000;

/**
 * Telling a reader costs a write to its socket, whatever its length. With few answers under way every piece is told at
 * once; with many, each answer's pieces are gathered, so that all of them together are told this often a second: a
 * hundred answers ten times a second each, which still reads as flowing.
 */
const NEWS_PER_SECOND = 1_000;
/** What reads as flowing ends here. */
const LONGEST_GATHERING_MS = 150;

interface Journal {
  transcript: TurnTranscript;
  readers: Set<MemoryReader>;
  writer?: MemoryWriter;
}

/** For one process: its own answers live, those of others when they are over. */
@Injectable()
export class MemoryTurnJournals extends TurnJournals {
  private readonly open = new Map<string, Journal>();
  private readonly writing = new Set<MemoryWriter>();
  private readonly kept = new LRUCache<string, TurnTranscript>({
    maxSize: KEPT_CHARS,
    sizeCalculation: (transcript) => transcript.length + 1_000,
    ttl: KEPT_MS,
  });

  write(turn: Turn): TurnWriter {
    const journal = this.journalOf(turn);
    journal.writer?.close();
    journal.transcript.begin(turn.attempt);
    const writer = new MemoryWriter(
      journal.transcript,
      () => wake(journal),
      () => {
        this.writing.delete(writer);
        if (journal.writer !== writer) return;
        journal.writer = undefined;
        this.tidy(journal);
      },
      () => Math.min(LONGEST_GATHERING_MS, (this.writing.size * 1_000) / NEWS_PER_SECOND),
    );
    this.writing.add(writer);
    journal.writer = writer;
    wake(journal);
    return writer;
  }

  follow(turn: Turn, afterSeq: number, onNews: () => void): TurnReader {
    const journal = this.journalOf(turn);
    const reader = new MemoryReader(journal.transcript, placeOf(afterSeq), onNews, () => {
      journal.readers.delete(reader);
      this.tidy(journal);
    });
    journal.readers.add(reader);
    return reader;
  }

  unattended(): string[] {
    return [...this.open.values()]
      .filter(({ writer, transcript }) => !writer && !transcript.over)
      .map(({ transcript }) => transcript.answerId);
  }

  settle(turn: Turn): void {
    const journal = this.open.get(turn.answer.id);
    if (!journal || journal.writer) return;
    journal.transcript.become(turn);
    wake(journal);
    this.tidy(journal);
  }

  interrupt(error: DomainError): void {
    for (const { readers } of this.open.values()) {
      for (const reader of [...readers]) reader.interrupt(error);
    }
  }

  private journalOf(turn: Turn): Journal {
    const id = turn.answer.id;
    const open = this.open.get(id);
    if (open) return open;
    const journal: Journal = {
      transcript: this.kept.get(id) ?? new TurnTranscript(turn),
      readers: new Set(),
    };
    this.open.set(id, journal);
    return journal;
  }

  /** Closes a journal that nobody writes and that is over or read by nobody. */
  private tidy(journal: Journal): void {
    const { transcript, readers, writer } = journal;
    if (writer) return;
    if (transcript.over) this.kept.set(transcript.answerId, transcript);
    if (readers.size === 0 && this.open.get(transcript.answerId) === journal)
      this.open.delete(transcript.answerId);
  }
}

class MemoryWriter implements TurnWriter {
  private pending = '';
  private scheduled = false;
  /** Ended, left, or overtaken by a newer attempt: nothing more is written. */
  private closed = false;
  private toldAt = 0;

  constructor(
    private readonly transcript: TurnTranscript,
    private readonly wake: () => void,
    private readonly done: () => void,
    /** Milliseconds that should lie between two pieces of news. */
    private readonly gathering: () => number,
  ) {}

  sources(citations: Citation[]): void {
    if (this.closed) return;
    this.transcript.sources(citations);
    this.schedule();
  }

  text(piece: string): void {
    if (piece === '' || this.closed) return;
    this.pending += piece;
    this.schedule();
  }

  end(message: Message): void {
    if (this.closed) return;
    this.flush();
    this.transcript.end(message);
    this.close();
    this.done();
    this.wake();
  }

  leave(): void {
    this.close();
    this.done();
  }

  close(): void {
    this.closed = true;
    this.pending = '';
  }

  /** Readers hear of everything that one turn of the event loop brings at once, or a short while when many wait. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const wait = this.toldAt + this.gathering() - performance.now();
    // A timer of a millisecond or two costs more than it gathers.
    if (wait > 2) setTimeout(this.tell, wait);
    else setImmediate(this.tell);
  }

  private readonly tell = () => {
    this.scheduled = false;
    if (this.closed) return;
    // Sources do not hold the first text back.
    if (this.pending !== '') this.toldAt = performance.now();
    this.flush();
    this.wake();
  };

  private flush(): void {
    if (this.pending === '') return;
    this.transcript.append(this.pending);
    this.pending = '';
  }
}

class MemoryReader implements TurnReader {
  ended = false;
  private interruption?: DomainError;

  constructor(
    private readonly transcript: TurnTranscript,
    private readonly place: Place,
    readonly onNews: () => void,
    private readonly onClose: () => void,
  ) {}

  take(): ChatEvent[] {
    if (this.ended) return [];
    const events = this.transcript.read(this.place);
    const { answerId, over } = this.transcript;
    if (this.interruption && !over) {
      events.push({ type: 'failed', seq: seqOf(this.place), messageId: answerId, error: this.interruption });
    }
    if (over || this.interruption) {
      this.ended = true;
      this.onClose();
    }
    return events;
  }

  interrupt(error: DomainError): void {
    this.interruption = error;
    this.onNews();
  }

  close(): void {
    this.ended = true;
    this.onClose();
  }
}

function wake({ readers }: Journal): void {
  for (const reader of [...readers]) reader.onNews();
}
