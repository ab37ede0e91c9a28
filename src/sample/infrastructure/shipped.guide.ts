import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Injectable } from '@nestjs/common';

import { Guide, type GuidePage } from '../application/ports/guide.port.js';

/** Beside the compiled program, in a clone and in the image. */
const ROOT = join(import.meta.dirname, '../../..');

/** For people who use or run it; what developers of KyroChat read would only be in the way. */
export const GUIDE_FILES = [
  'README.md',
  'docs/questions.md',
  'docs/console.md',
  'docs/documents.md',
  'docs/chat.md',
  'docs/widget.md',
  'docs/retrieval.md',
  'docs/models.md',
  'docs/accounts.md',
  'docs/workspaces.md',
  'docs/plans.md',
  'docs/api-keys.md',
  'docs/sockets.md',
  'docs/operating.md',
  'docs/configuration.md',
];

@Injectable()
export class ShippedGuide extends Guide {
  pages(): Promise<GuidePage[]> {
    return Promise.all(GUIDE_FILES.map((name) => page(name)));
  }
}

async function page(name: string): Promise<GuidePage> {
  const content = await readFile(join(ROOT, name), 'utf8');
  const heading = /^# (.+)$/m.exec(content)?.[1];
  return { title: heading ?? name, content };
}
