import { api, ok } from '../../api/client.js';
import type { Document } from './documents.query.js';

/** The stored bytes. They need the token, so a plain link would not do. */
export async function fetchOriginal(document: Document): Promise<Blob> {
  const call = api.GET('/api/v1/documents/{id}/file', {
    params: { path: { id: document.id } },
    parseAs: 'blob',
  });
  return await ok(call);
}

/** Saves the file as it was uploaded. */
export async function openOriginal(source: Document): Promise<void> {
  const address = URL.createObjectURL(await fetchOriginal(source));
  const link = document.createElement('a');
  link.href = address;
  link.download = source.fileName ?? source.title;
  link.click();
  // The browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
