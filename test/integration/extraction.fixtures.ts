import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { DEFAULT_CHUNKING } from '../../src/documents/domain/chunking/chunking-options.js';
import type {
  ExtractedChunk,
  ExtractionSummary,
} from '../../src/documents/domain/extraction/extracted-chunk.js';
import {
  ChildProcessTextExtraction,
  type ExtractionOptions,
} from '../../src/documents/infrastructure/extraction/child-process-text.extraction.js';

/** Children run compiled code: `dist/`, which the test command builds first, or another build named here. */
export function newExtraction(options: Partial<ExtractionOptions> = {}): ChildProcessTextExtraction {
  return new ChildProcessTextExtraction({ entry: process.env.KYRO_EXTRACTION_CHILD, ...options });
}

export interface Extracted {
  chunks: ExtractedChunk[];
  summary: ExtractionSummary;
}

export async function extract(
  extraction: ChildProcessTextExtraction,
  path: string,
  mimeType: string,
  signal = new AbortController().signal,
): Promise<Extracted> {
  const chunks: ExtractedChunk[] = [];
  const batches = extraction.read({ path, mimeType }, DEFAULT_CHUNKING, signal, () => undefined);
  for (;;) {
    const next = await batches.next();
    if (next.done) return { chunks, summary: next.value };
    chunks.push(...next.value);
  }
}

/** The code of the error that a promise ends with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

/** A folder that is removed after the tests. */
export class TestFiles {
  private readonly folder = mkdtempSync(join(tmpdir(), 'kyro-extraction-'));
  private count = 0;

  write(content: string | Uint8Array, name = 'file'): string {
    const path = join(this.folder, `${this.count++}-${name}`);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function makePdf(
  draw: (pdf: InstanceType<typeof PDFDocument>) => void,
  options = {},
): Promise<Buffer> {
  return new Promise((resolve) => {
    const pdf = new PDFDocument(options);
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    draw(pdf);
    pdf.end();
  });
}

interface ZipEntry {
  name: string;
  data: string | Buffer;
  /** What the archive claims, when that is a lie. */
  declaredSize?: number;
}

/** A zip without any of the care that honest zip writers take. */
export function makeZip(entries: ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, declaredSize } of entries) {
    const plain = Buffer.from(data);
    const packed = deflateRawSync(plain);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(declaredSize ?? plain.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed]);
    const central = Buffer.alloc(46);
    central.write('PK\u0001\u0002', 0, 'latin1');
    fields.copy(central, 6);
    central.writeUInt32LE(offset, 42);
    directory.push(Buffer.concat([central, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(entries.length % 65536, 8);
  end.writeUInt16LE(entries.length % 65536, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** A minimal DOCX around the XML of a body. */
export function makeDocx(body: string, extra: ZipEntry[] = [], prolog = ''): Buffer {
  const drop = new Set(extra.map(({ name }) => name));
  const base: ZipEntry[] = [
    {
      name: '[Content_Types].xml',
      data: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    },
    {
      name: '_rels/.rels',
      data: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    },
    {
      name: 'word/document.xml',
      data: `<?xml version="1.0"?>${prolog}<w:document ${W} ${R}><w:body>${body}</w:body></w:document>`,
    },
  ];
  return makeZip([...base.filter(({ name }) => !drop.has(name)), ...extra]);
}

export function paragraph(text: string): string {
  return `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
}
