import type { TokenUsage } from '../../../ai/index.js';
import { AnswerSignal } from '../../domain/answer-signal.js';
import type { EchoFilter } from '../../domain/echo-filter.js';
import { CitationFilter } from '../../domain/citation-filter.js';
import type { TurnWriter } from '../ports/turn-journals.port.js';

/** Characters of the longest token that models write on average; with it a token limit bounds the text. */
const CHARS_PER_TOKEN = 12;
/** Whatever a bot allows. */
const LONGEST_ANSWER = 200_000;

/** The answer while it is written: what is added here is what readers see and what is stored. */
export class Draft {
  content = '';
  /** From the start of the turn; null before the first text. */
  firstTokenMs: number | null = null;
  /** Model that writes it, where it is not the one that was asked. */
  writtenBy?: string;
  /** The model has begun to answer, if only by thinking: its provider bills for that. */
  begun = false;
  /** As the provider says it; undefined while it does not. */
  usage?: TokenUsage;
  private readonly signal = new AnswerSignal();
  private readonly filter: CitationFilter;
  private readonly longest: number;

  constructor(
    private readonly writer: TurnWriter,
    private readonly began: number,
    passages: number,
    maxOutputTokens: number,
    /** Keeps the system prompt out of the answer. */
    private readonly guard?: EchoFilter,
  ) {
    this.filter = new CitationFilter(passages);
    this.longest = Math.min(LONGEST_ANSWER, maxOutputTokens * CHARS_PER_TOKEN);
  }

  get cited(): ReadonlySet<number> {
    return this.filter.cited;
  }

  /** A model that does not stop by itself is cut off here. */
  get full(): boolean {
    return this.content.length >= this.longest;
  }

  /** Whether the documents hold the answer, by the model's own word; undefined when it said neither. */
  get answered(): boolean | undefined {
    return this.signal.answered;
  }

  /** It repeated what it was told to keep to itself, which was taken out. */
  get echoed(): boolean {
    return this.guard?.echoed ?? false;
  }

  /** It recites the whole prompt: the answer ends here. */
  get recites(): boolean {
    return this.guard?.over ?? false;
  }

  add(piece: string): void {
    this.take(this.signal.push(storable(piece)));
  }

  /** Nothing follows: lets out what was kept back. */
  close(): void {
    this.take(this.signal.end());
    this.pass(this.filter.end());
    this.write(this.guard?.end() ?? '');
  }

  private take(text: string): void {
    if (text === '') return;
    this.firstTokenMs ??= Math.round(performance.now() - this.began);
    this.pass(this.filter.push(text));
  }

  private pass(text: string): void {
    this.write(this.guard ? this.guard.push(text) : text);
  }

  private write(text: string): void {
    const room = this.longest - this.content.length;
    const fitting = text.length > room ? text.slice(0, Math.max(room, 0)) : text;
    this.content += fitting;
    this.writer.text(fitting);
  }
}

/** PostgreSQL cannot store U+0000. */
function storable(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '') : text;
}
