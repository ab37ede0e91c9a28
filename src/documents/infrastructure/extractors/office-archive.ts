import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { DomainError } from '../../../kernel/domain-error.js';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import type { ExtractionLimits } from '../../domain/extraction/extraction-limits.js';
import { XmlGuard } from './xml-guard.js';

const RATIO_MATTERS_ABOVE = 8 * 1024 * 1024;
const XML_NAME = /\.(xml|rels)$/i;

/**
 * The inside of a DOCX or XLSX. Opening reads the table of contents only and refuses a bomb by its declared sizes,
 * before a byte is unpacked; reading an entry stops as soon as it gives more than it declared.
 */
export class OfficeArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: Map<string, Entry>,
    private readonly limits: ExtractionLimits,
  ) {}

  static async open(data: Buffer, limits: ExtractionLimits): Promise<OfficeArchive> {
    try {
      const zip = await fromBufferPromise(data, {
        lazyEntries: true,
        autoClose: false,
        strictFileNames: true,
      });
      if (zip.entryCount > limits.maxArchiveEntries) throw tooLarge(limits);
      return new OfficeArchive(zip, await readEntries(zip, limits), limits);
    } catch (error) {
      throw error instanceof DomainError ? error : extractionErrors.invalid(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Unpacks one entry; XML is looked through for nesting and document types while it is unpacked. */
  async read(name: string): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.stream(name)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Unpacks all XML and forgets it: for readers that unpack the archive by themselves. */
  async verifyXml(): Promise<void> {
    for (const name of this.entries.keys()) {
      if (!XML_NAME.test(name)) continue;
      for await (const part of this.stream(name)) void part;
    }
  }

  private async *stream(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw extractionErrors.invalid(new Error(`no ${name} in the archive`));
    const guard = XML_NAME.test(name) ? new XmlGuard(this.limits.maxXmlDepth) : null;
    try {
      for await (const part of await this.zip.openReadStreamPromise(entry)) {
        guard?.push(part as Buffer);
        yield part as Buffer;
      }
    } catch (error) {
      throw error instanceof DomainError ? error : extractionErrors.invalid(error);
    }
  }
}

async function readEntries(zip: ZipFile, limits: ExtractionLimits): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  const folded = new Set<string>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize, compressedSize } = entry;
    unpacked += uncompressedSize;
    const ratio = uncompressedSize / Math.max(compressedSize, 1);
    if (unpacked > limits.maxUnpackedBytes) throw tooLarge(limits);
    if (uncompressedSize > RATIO_MATTERS_ABOVE && ratio > limits.maxUnpackRatio) throw tooLarge(limits);
    if (entry.isEncrypted()) throw extractionErrors.encrypted();
    if (folded.has(fileName.toLowerCase()))
      throw extractionErrors.invalid(new Error(`two entries ${fileName}`));
    folded.add(fileName.toLowerCase());
    entries.set(fileName, entry);
  }
  return entries;
}

function tooLarge(limits: ExtractionLimits): DomainError {
  return extractionErrors.tooLargeUnpacked(Math.round(limits.maxUnpackedBytes / 1024 / 1024));
}
