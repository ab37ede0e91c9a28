const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * Takes out the reasoning that some servers leave in the text, between `<think>` and `</think>` at its beginning. Pieces
 * may be cut anywhere.
 */
export class Reasoning {
  private state: 'beginning' | 'inside' | 'blank' | 'through' = 'beginning';
  private held = '';

  /** Takes a piece of text and returns what of it is shown. */
  push(piece: string): string {
    if (this.state === 'through') return piece;
    let text = this.held + piece;
    this.held = '';
    if (this.state === 'beginning') {
      const body = text.trimStart();
      if (body.length < OPEN.length && OPEN.startsWith(body)) return this.hold(text);
      if (!body.startsWith(OPEN)) return this.pass(text);
      this.state = 'inside';
      text = body.slice(OPEN.length);
    }
    if (this.state === 'inside') {
      const end = text.indexOf(CLOSE);
      // Of what is dropped, the end may begin the closing tag.
      if (end < 0) return this.hold(text.slice(1 - CLOSE.length));
      this.state = 'blank';
      text = text.slice(end + CLOSE.length);
    }
    const rest = text.trimStart();
    return rest === '' ? '' : this.pass(rest);
  }

  /** What was kept back, when nothing follows; reasoning that never ended is none of the answer. */
  end(): string {
    return this.state === 'beginning' ? this.pass(this.held) : '';
  }

  private hold(text: string): string {
    this.held = text;
    return '';
  }

  private pass(text: string): string {
    this.state = 'through';
    return text;
  }
}
