import { Injectable } from '@nestjs/common';

import type { Document } from '../domain/document.js';

export type DocumentNews = { type: 'progress' | 'ready' | 'failed' | 'deleted'; document: Document };

/**
 * Tells the rest of this process what happens to documents, for live display only: nothing is stored, and nothing
 * may depend on it. Listeners must not throw.
 */
@Injectable()
export class DocumentAnnouncer {
  private readonly listeners: ((news: DocumentNews) => void)[] = [];

  listen(listener: (news: DocumentNews) => void): void {
    this.listeners.push(listener);
  }

  progressed(document: Document): void {
    this.tell({ type: 'progress', document });
  }

  ready(document: Document): void {
    this.tell({ type: 'ready', document });
  }

  failed(document: Document): void {
    this.tell({ type: 'failed', document });
  }

  deleted(document: Document): void {
    this.tell({ type: 'deleted', document });
  }

  private tell(news: DocumentNews): void {
    for (const listener of this.listeners) listener(news);
  }
}
