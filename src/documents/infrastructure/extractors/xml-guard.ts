import { extractionErrors } from '../../domain/extraction/extraction-errors.js';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;

/**
 * Watches XML go by, piece by piece, and refuses what office files never hold but attacks do: a document type (entities,
 * external references) and elements nested hundreds deep, which exhaust the stack of the readers. Works for UTF-8; a part
 * in UTF-16, which office programs do not write, is refused by its byte order mark.
 */
export class XmlGuard {
  private depth = 0;
  private inTag = false;
  private opening = false;
  private atNameStart = false;
  private previous = 0;
  private first = true;

  constructor(private readonly maxDepth: number) {}

  push(piece: Buffer): void {
    if (this.first && piece.length > 1) {
      this.first = false;
      if (piece[0] >= 0xfe || piece[0] === 0 || piece[1] === 0) throw refusal('not UTF-8');
    }
    for (let at = 0; at < piece.length;) {
      if (!this.inTag) {
        at = piece.indexOf(LESS, at);
        if (at === -1) return;
        this.inTag = this.atNameStart = true;
        at++;
      } else if (this.atNameStart) {
        this.startTag(piece, at);
        at++;
      } else {
        const end = piece.indexOf(GREATER, at);
        if (end === -1) {
          this.previous = piece[piece.length - 1];
          return;
        }
        const before = end > at ? piece[end - 1] : this.previous;
        this.inTag = false;
        if (this.opening && before === SLASH) this.depth--;
        at = end + 1;
      }
    }
  }

  private startTag(piece: Buffer, at: number): void {
    const byte = piece[at];
    this.atNameStart = false;
    this.previous = byte;
    this.opening = byte !== SLASH && byte !== BANG && byte !== QUESTION;
    if (byte === SLASH) this.depth--;
    if (byte === BANG && /^!D/i.test(piece.toString('latin1', at, at + 2))) throw refusal('document type');
    if (this.opening && ++this.depth > this.maxDepth) throw refusal('nested too deep');
  }
}

function refusal(reason: string): Error {
  return extractionErrors.invalid(new Error(`XML: ${reason}`));
}
