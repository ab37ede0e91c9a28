/** Decides what a stored file is by its content; the name is only compared with it, or refines one kind of text. */
export abstract class ContentTypeDetector {
  /**
   * Reads a few kilobytes (and a zip's table of contents) of the local file at `path`.
   * Returns one of: application/pdf, the DOCX and XLSX types, text/html, text/markdown, text/csv, text/plain.
   * Throws `document.empty` (invalid), `document.encrypted` (invalid: an encrypted office file), `document.type_mismatch`
   * (unsupported; the name says otherwise; params `fileName`, `detected`), `document.type_unsupported` (unsupported;
   * param `detected`), `document.invalid`, `document.file_missing` (unavailable).
   */
  abstract detect(path: string, fileName?: string): Promise<{ mimeType: string }>;
}
