import { decideAcceptance, type Submission } from './acceptance.js';
import { DEFAULT_CHUNKING } from './chunking/chunking-options.js';
import type { Document } from './document.js';

const existing = (changes: Partial<Document> = {}) =>
  ({ status: 'ready', sha256: 'a', chunking: { ...DEFAULT_CHUNKING }, ...changes }) as Document;
const file = (sha256: string, chunking: Submission['chunking'] = null) =>
  ({ content: { sha256 }, chunking }) as Submission;
const page = { content: null, chunking: null } as Submission;

describe('decideAcceptance', () => {
  it('creates what is new', () => expect(decideAcceptance(undefined, file('a'))).toBe('create'));

  it.each(['queued', 'processing', 'ready'] as const)('keeps the same content of a %s document', (status) => {
    expect(decideAcceptance(existing({ status }), file('a'))).toBe('keep');
  });

  it('replaces another content', () => expect(decideAcceptance(existing(), file('b'))).toBe('replace'));

  it('tries a failed document again', () => {
    expect(decideAcceptance(existing({ status: 'failed' }), file('a'))).toBe('replace');
  });

  it('reads the same content again when it is to be cut otherwise', () => {
    expect(decideAcceptance(existing(), file('a', { maxChars: 500, overlapChars: 50 }))).toBe('replace');
    expect(decideAcceptance(existing(), file('a', { ...DEFAULT_CHUNKING }))).toBe('keep');
  });

  it('looks at a page again, but not while it is about to be', () => {
    expect(decideAcceptance(existing(), page)).toBe('replace');
    expect(decideAcceptance(existing({ status: 'queued' }), page)).toBe('keep');
  });
});
