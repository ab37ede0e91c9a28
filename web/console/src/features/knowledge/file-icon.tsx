import {
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconFileWord,
  IconMarkdown,
  IconNote,
  IconWorld,
} from '@tabler/icons-react';

import type { Document } from './documents.query.js';

export function FileIcon({ document, size = 22 }: { document: Document; size?: number }) {
  const style = { flex: 'none' };
  const props = { size, stroke: 1.5, 'aria-hidden': true, color: 'var(--kyro-muted)', style };
  const { kind, mimeType } = document;
  if (kind === 'url') return <IconWorld {...props} />;
  if (kind === 'text') return <IconNote {...props} />;
  if (mimeType.includes('pdf')) return <IconFileTypePdf {...props} />;
  if (mimeType.includes('word')) return <IconFileWord {...props} />;
  if (mimeType.includes('sheet') || mimeType.includes('csv')) return <IconFileSpreadsheet {...props} />;
  if (mimeType.includes('markdown')) return <IconMarkdown {...props} />;
  return <IconFileText {...props} />;
}
