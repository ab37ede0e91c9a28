export { DocumentsModule } from './documents.module.js';
export { documentsMessages } from './documents.messages.js';
export { SubmitSources } from './application/submit-sources.service.js';
export type { Document, DocumentKind, DocumentStage, DocumentStatus } from './domain/document.js';
export type { DocumentDeleted } from './domain/events/document-deleted.event.js';
export type { DocumentFailed } from './domain/events/document-failed.event.js';
export type { DocumentReady } from './domain/events/document-ready.event.js';
