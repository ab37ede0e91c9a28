import type { INestApplication } from '@nestjs/common';

import { newId } from '../../src/kernel/id.js';
import { normaliseText, words } from '../../src/kernel/text/normalise.js';
import { TransactionRunner } from '../../src/platform/database/index.js';
import { IndexWriter } from '../../src/retrieval/index.js';
import type { TestBot } from './bot.factory.js';

export interface TestPassage {
  content: string;
  page?: number;
  heading?: string[];
}

/** Puts passages into a bot's index as one document, without the detour through ingestion; returns the document's id. */
export async function indexPassages(
  app: INestApplication,
  bot: TestBot,
  title: string,
  passages: TestPassage[],
): Promise<string> {
  const writer = app.get(IndexWriter, { strict: false });
  const target = { workspaceId: bot.workspaceId, botId: bot.id, documentId: newId(), version: newId() };
  const chunks = passages.map(({ content, page, heading = [] }, ordinal) => {
    const lexical = normaliseText([...heading, content].join(' '));
    const place = { ordinal, page, heading, charStart: 0, charEnd: content.length };
    return { ...place, content, language: 'en', lexical, words: words(lexical).length };
  });
  await writer.stage(target, chunks);
  await app.get(TransactionRunner).run(() => writer.publish(target, { title }));
  return target.documentId;
}
