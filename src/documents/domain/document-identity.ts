import { createHash } from 'node:crypto';

import type { DocumentKind } from './document.js';

/**
 * Two submissions to a bot mean the same document when kind and name agree: the file name, the title of a pasted
 * text, the address of a page. Hashed, because addresses are longer than an index entry may be.
 */
export function documentIdentity(kind: DocumentKind, name: string): string {
  return createHash('sha256')
    .update(`${kind}\0${name.normalize('NFC')}`)
    .digest('hex');
}
