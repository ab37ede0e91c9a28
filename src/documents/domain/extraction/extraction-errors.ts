import { DomainError } from '../../../kernel/domain-error.js';

/** Every way in which a document can refuse to be read, in one place. Only `unavailable` ones are worth a retry. */
export const extractionErrors = {
  empty: () => new DomainError('document.empty', 'invalid'),
  noText: () => new DomainError('document.no_text', 'invalid'),
  encrypted: () => new DomainError('document.encrypted', 'invalid'),
  invalid: (cause?: unknown) => new DomainError('document.invalid', 'invalid', { cause }),
  encoding: () => new DomainError('document.encoding', 'invalid'),
  typeMismatch: (fileName: string, detected: string) =>
    new DomainError('document.type_mismatch', 'unsupported', { params: { fileName, detected } }),
  typeUnsupported: (detected: string) =>
    new DomainError('document.type_unsupported', 'unsupported', { params: { detected } }),
  tooManyPages: (pages: number, limit: number) =>
    new DomainError('document.too_many_pages', 'too_large', { params: { pages, limit } }),
  tooLargeUnpacked: (limitMb: number) =>
    new DomainError('document.too_large_unpacked', 'too_large', { params: { limit: limitMb } }),
  textTooLarge: (limit: number) =>
    new DomainError('document.text_too_large', 'too_large', { params: { limit } }),
  tableTooLarge: (what: 'rows' | 'columns' | 'characters', limit: number) =>
    new DomainError(`document.table_too_many_${what}`, 'too_large', { params: { limit } }),
  tableInvalid: (line: number) => new DomainError('document.table_invalid', 'invalid', { params: { line } }),
  tooComplex: (cause?: unknown) => new DomainError('document.too_complex', 'invalid', { cause }),
  timeout: (seconds: number) => new DomainError('document.timeout', 'invalid', { params: { seconds } }),
  crashed: (cause?: unknown) => new DomainError('document.extractor_crashed', 'unavailable', { cause }),
  fileMissing: (cause?: unknown) => new DomainError('document.file_missing', 'unavailable', { cause }),
};
