import { open, type FileHandle } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { ContentTypeDetector } from '../../application/ports/content-type-detector.port.js';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import { promisedType, promisesOtherKind } from './file-names.js';
import { MIME, type DocumentMime } from './mime-types.js';
import {
  hasByteOrderMark,
  looksLikeHtml,
  looksLikeMarkup,
  otherTextFormat,
  sniffText,
} from './text-sniffer.js';
import { endsAsZip, sniffZip } from './zip-sniffer.js';

const HEAD_BYTES = 64 * 1024;
/** Readers accept some bytes of rubbish before a PDF's first line; more is another file with a PDF inside. */
const PDF_HEADER = /^[\s\u00ef\u00bb\u00bf\u0000]{0,16}%PDF-\d/;
const OLE = 'd0cf11e0a1b11ae1';
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');

export class FileContentTypeDetector extends ContentTypeDetector {
  async detect(path: string, fileName?: string): Promise<{ mimeType: DocumentMime }> {
    const file = await open(path, 'r').catch((error) => {
      throw extractionErrors.fileMissing(error);
    });
    try {
      const { size } = await file.stat();
      const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
      await file.read(head, 0, head.length, 0);
      return { mimeType: await new Sniff(file, head, size, fileName).decide() };
    } finally {
      await file.close();
    }
  }
}

class Sniff {
  constructor(
    private readonly file: FileHandle,
    private readonly head: Buffer,
    private readonly size: number,
    private readonly fileName: string | undefined,
  ) {}

  async decide(): Promise<DocumentMime> {
    if (this.isBlank()) throw extractionErrors.empty();
    const start = this.head.toString('latin1', 0, 1024);
    if (PDF_HEADER.test(start)) return this.pdf();
    if (start.startsWith('PK\u0003\u0004')) return this.archive(start);
    if (this.head.toString('hex', 0, 8) === OLE) return this.oldOffice();
    // A byte order mark of UTF-16 looks like sound to those who look for sound.
    const known = hasByteOrderMark(this.head)
      ? undefined
      : await fileTypeFromBuffer(this.head.subarray(0, 4100));
    const text = known && known.mime !== 'application/xml' ? null : sniffText(this.head);
    return text === null ? this.refuse(known?.mime ?? 'application/octet-stream') : this.text(text);
  }

  private isBlank(): boolean {
    if (this.size <= 1) return true;
    if (this.size > HEAD_BYTES) return false;
    const text = sniffText(this.head);
    return text !== null && text.replace(/[\s\u0000\ufeff]+/g, '') === '';
  }

  private async pdf(): Promise<DocumentMime> {
    // A file that is a PDF from its start and an archive from its end shows different things to different readers.
    if (await endsAsZip(this.file, this.size)) throw this.mismatch('application/zip');
    return this.named(MIME.pdf);
  }

  private async archive(start: string): Promise<DocumentMime> {
    const inside = await sniffZip(this.file.fd);
    if (inside === null)
      throw promisedType(this.fileName)
        ? extractionErrors.invalid()
        : extractionErrors.typeUnsupported('application/zip');
    if (inside === 'zip') return this.refuse('application/zip');
    if (/%PDF-\d/.test(start)) throw this.mismatch(MIME.pdf);
    return this.named(inside);
  }

  private async oldOffice(): Promise<never> {
    if (await this.holds(ENCRYPTED_PACKAGE)) throw extractionErrors.encrypted();
    return this.refuse('application/x-cfb');
  }

  /** The directory of an OLE file stands anywhere in it; encrypted packages are a few megabytes at most in practice. */
  private async holds(needle: Buffer): Promise<boolean> {
    const buffer = Buffer.alloc(1024 * 1024);
    for (let at = 0; at < this.size; at += buffer.length - needle.length) {
      const { bytesRead } = await this.file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return false;
      if (buffer.subarray(0, bytesRead).includes(needle)) return true;
    }
    return false;
  }

  private text(text: string): DocumentMime {
    const other = otherTextFormat(text);
    if (other) return this.refuse(other);
    const promised = promisedType(this.fileName);
    if (promised === MIME.html || promised === MIME.markdown) return promised;
    if (looksLikeHtml(text)) return promised === MIME.text ? MIME.html : this.named(MIME.html);
    if (promised === MIME.csv || promised === MIME.text) return promised;
    if (promised || promisesOtherKind(this.fileName)) throw this.mismatch(MIME.text);
    return looksLikeMarkup(text) ? MIME.html : MIME.text;
  }

  private named(type: DocumentMime): DocumentMime {
    const promised = promisedType(this.fileName);
    if ((promised && promised !== type) || promisesOtherKind(this.fileName)) throw this.mismatch(type);
    return type;
  }

  /** No document; a name that promised one makes it a mismatch. */
  private refuse(detected: string): never {
    throw promisedType(this.fileName) ? this.mismatch(detected) : extractionErrors.typeUnsupported(detected);
  }

  private mismatch(detected: string): Error {
    return extractionErrors.typeMismatch((this.fileName ?? '').slice(0, 200), detected);
  }
}
