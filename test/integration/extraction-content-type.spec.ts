import { MIME } from '../../src/documents/infrastructure/content-type/mime-types.js';
import { FileContentTypeDetector } from '../../src/documents/infrastructure/content-type/file-content-type.detector.js';
import { codeOf, makeDocx, makePdf, makeZip, paragraph, TestFiles } from './extraction.fixtures.js';

const files = new TestFiles();
const detector = new FileContentTypeDetector();
const docx = makeDocx(paragraph('Hello'));
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const exe = Buffer.concat([
  Buffer.from('4d5a90000300000004000000ffff0000b800000000000000', 'hex'),
  Buffer.alloc(4000, 1),
]);
const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const html = '<!doctype html><html><body><p>Hello there</p></body></html>';
let pdf: Buffer;

beforeAll(async () => {
  pdf = await makePdf((page) => page.text('Hello'));
});
afterAll(() => files.remove());

function detect(content: string | Uint8Array, name?: string): Promise<string> {
  return detector.detect(files.write(content), name).then(({ mimeType }) => mimeType);
}

describe('type by content', () => {
  it('recognises every supported type, whatever the case of its name', async () => {
    expect(await detect(pdf, 'A.PDF')).toBe(MIME.pdf);
    expect(await detect(docx, 'a.docx')).toBe(MIME.docx);
    expect(await detect(html, 'a.htm')).toBe(MIME.html);
    expect(await detect('# Title', 'a.md')).toBe(MIME.markdown);
    expect(await detect('a,b\n1,2', 'a.csv')).toBe(MIME.csv);
    expect(await detect('plain words', 'a.txt')).toBe(MIME.text);
  });

  it('needs no name', async () => {
    expect(await detect(pdf)).toBe(MIME.pdf);
    expect(await detect(docx)).toBe(MIME.docx);
    expect(await detect(html)).toBe(MIME.html);
    expect(await detect('plain words')).toBe(MIME.text);
    expect(await detect(Buffer.from('\ufeffplain words', 'utf16le'))).toBe(MIME.text);
  });

  it.each<[string, () => string | Uint8Array, string]>([
    ['a program', () => exe, 'a.pdf'],
    ['a zip', () => makeZip([{ name: 'a.txt', data: 'x' }]), 'a.pdf'],
    ['HTML', () => html, 'a.pdf'],
    ['SVG', () => svg, 'a.pdf'],
    ['text', () => 'plain words', 'a.pdf'],
    ['a PDF', () => pdf, 'a.docx'],
    ['a DOCX', () => docx, 'a.pdf'],
    ['a DOCX', () => docx, 'a.xlsx'],
    ['a picture', () => png, 'a.txt'],
    ['a PDF', () => pdf, 'a.txt'],
    [
      'a PDF that is also a zip',
      () => Buffer.concat([pdf, makeZip([{ name: 'a.txt', data: 'x' }])]),
      'a.pdf',
    ],
    ['text', () => 'plain words', 'a.png'],
  ])('refuses %s under a name that says otherwise', async (_what, content, name) => {
    expect(await codeOf(detect(content(), name))).toBe('document.type_mismatch');
  });

  it('refuses what is no document', async () => {
    for (const content of [png, exe, svg, '{\\rtf1 Hello}', makeZip([{ name: 'a.txt', data: 'x' }])]) {
      expect(await codeOf(detect(content))).toBe('document.type_unsupported');
    }
    expect(await codeOf(detect(svg, 'logo.svg'))).toBe('document.type_unsupported');
  });

  it('says that an encrypted office file is protected, and that an old one is not supported', async () => {
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    const encrypted = Buffer.concat([
      ole,
      Buffer.alloc(2000),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(100),
    ]);
    expect(await codeOf(detect(encrypted, 'a.docx'))).toBe('document.encrypted');
    expect(await codeOf(detect(Buffer.concat([ole, Buffer.alloc(2000)]), 'a.doc'))).toBe(
      'document.type_unsupported',
    );
  });

  it('finds files without any content empty', async () => {
    for (const content of ['', 'x', '\ufeff', Buffer.from('\ufeff', 'utf16le'), ' \r\n\t ']) {
      expect(await codeOf(detect(content, 'a.txt'))).toBe('document.empty');
    }
  });

  it('says when the stored file is gone', async () => {
    expect(await codeOf(detector.detect('/nonexistent/file', 'a.txt'))).toBe('document.file_missing');
  });
});
