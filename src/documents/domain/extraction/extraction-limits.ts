/** What one document may cost. Beyond a limit it is refused with a code that names the limit; nothing is cut silently. */
export interface ExtractionLimits {
  /** Pages of a PDF. */
  maxPages: number;
  /** UTF-16 code units of extracted text, over all formats. */
  maxChars: number;
  /** Bytes of all entries of a DOCX or XLSX archive together, unpacked. */
  maxUnpackedBytes: number;
  /** Unpacked to packed size of one archive entry; looked at only above eight megabytes. */
  maxUnpackRatio: number;
  maxArchiveEntries: number;
  /** Bytes of an HTML file, whose tree is held in memory. */
  maxHtmlBytes: number;
  maxTableRows: number;
  maxTableColumns: number;
  /** Characters of one table record. */
  maxRecordChars: number;
  /** Levels of nested elements in the XML of a DOCX or XLSX. */
  maxXmlDepth: number;
}

export const DEFAULT_LIMITS: Readonly<ExtractionLimits> = {
  maxPages: 5_000,
  maxChars: 30_000_000,
  maxUnpackedBytes: 100 * 1024 * 1024,
  maxUnpackRatio: 200,
  maxArchiveEntries: 10_000,
  maxHtmlBytes: 16 * 1024 * 1024,
  maxTableRows: 500_000,
  maxTableColumns: 2_000,
  maxRecordChars: 1_000_000,
  maxXmlDepth: 500,
};
