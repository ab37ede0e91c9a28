import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MIME } from '../../src/documents/infrastructure/content-type/mime-types.js';
import {
  codeOf,
  extract,
  makeDocx,
  makePdf,
  makeZip,
  newExtraction,
  paragraph,
  TestFiles,
} from './extraction.fixtures.js';

const files = new TestFiles();
const extraction = newExtraction({ deadlineMs: 20_000 });
/** Every way in which a bad file may end; a crash, a hang or silence is none. */
const CLEAR =
  /^(none|document\.(invalid|encrypted|empty|no_text|timeout|too_complex|too_many_pages|too_large_unpacked|text_too_large))$/;

afterAll(() => {
  extraction.onModuleDestroy();
  files.remove();
});

const read = (content: string | Uint8Array, mime: string) => extract(extraction, files.write(content), mime);
const ends = (content: string | Uint8Array, mime: string) => codeOf(read(content, mime));

describe('empty files (F-01)', () => {
  it.each(Object.entries(MIME).filter(([name]) => ['html', 'markdown', 'csv', 'text'].includes(name)))(
    '%s',
    async (_name, mime) => {
      for (const content of ['', '\ufeff', ' \n\t\n'])
        expect(await ends(content, mime)).toBe('document.empty');
    },
  );
});

describe('hostile PDFs', () => {
  const objects = (...list: string[]) =>
    `%PDF-1.4\n${list.map((body, index) => `${index + 1} 0 obj\n${body}\nendobj\n`).join('')}trailer << /Root 1 0 R /Size ${list.length + 1} >>\n%%EOF\n`;

  it('refuses more pages than the cap before it reads one (F-02)', async () => {
    const kids = Array.from({ length: 6_000 }, (_, index) => `${index + 3} 0 R`).join(' ');
    const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>';
    const pdf = objects(
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Count 6000 /Kids [${kids}] >>`,
      ...Array<string>(6_000).fill(page),
    );
    expect(await ends(pdf, MIME.pdf)).toBe('document.too_many_pages');
  });

  it('survives a cyclic page tree, deep arrays and a bomb of a content stream (F-03)', async () => {
    const cyclic = objects(
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>',
    );
    const deep = objects(
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Count 1 /Kids ${'['.repeat(100_000)} >>`,
    );
    const stream = 'BT /F1 12 Tf (x) Tj ET\n'.repeat(150_000);
    const bomb = objects(
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] /Contents 4 0 R /Resources << >> >>',
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    );
    for (const pdf of [cyclic, deep, bomb]) expect(await ends(pdf, MIME.pdf)).toMatch(CLEAR);
  });

  it('says that a protected PDF is protected (F-04)', async () => {
    const locked = await makePdf((pdf) => pdf.text('secret'), { userPassword: 'a', ownerPassword: 'b' });
    const noCopy = await makePdf((pdf) => pdf.text('secret'), {
      ownerPassword: 'b',
      permissions: { copying: false },
    });
    const copyable = await makePdf((pdf) => pdf.text('free to copy'), {
      ownerPassword: 'b',
      permissions: { copying: true },
    });
    expect(await ends(locked, MIME.pdf)).toBe('document.encrypted');
    expect(await ends(noCopy, MIME.pdf)).toBe('document.encrypted');
    expect((await read(copyable, MIME.pdf)).chunks[0].content).toBe('free to copy');
  });

  it('ends clearly for truncated and damaged files (F-05)', async () => {
    const good = await makePdf((pdf) => {
      for (let page = 0; page < 3; page++) pdf.addPage().text('Some words on a page. '.repeat(20));
    });
    const docx = makeDocx(paragraph('Some words.').repeat(50));
    let seed = 7;
    const random = (limit: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % limit;
    for (const [data, mime] of [
      [good, MIME.pdf],
      [docx, MIME.docx],
    ] as const) {
      for (const share of [0.1, 0.5, 0.9, 0.99])
        expect(await ends(data.subarray(0, data.length * share), mime)).toMatch(CLEAR);
      for (let round = 0; round < 25; round++) {
        const flipped = Buffer.from(data);
        for (let bit = 0; bit < 20; bit++) flipped[random(flipped.length)] ^= 1 << random(8);
        expect(await ends(flipped, mime)).toMatch(CLEAR);
      }
    }
  });
});

describe('hostile office files', () => {
  const part = (data: string | Buffer, declaredSize?: number) => ({
    name: 'word/document.xml',
    data,
    declaredSize,
  });

  it('refuses bombs by their declared size, before unpacking (F-06)', async () => {
    const run = makeDocx('', [
      part(
        Buffer.concat([Buffer.from('<w:document><w:body><w:p><w:r><w:t>'), Buffer.alloc(120_000_000, 65)]),
      ),
    ]);
    expect(run.length).toBeLessThan(200_000);
    const started = performance.now();
    expect(await ends(run, MIME.docx)).toBe('document.too_large_unpacked');
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await ends(makeDocx(paragraph('').repeat(1_000_000)), MIME.docx)).toBe(
      'document.too_large_unpacked',
    );
    const many = Array.from({ length: 10_001 }, (_, index) => ({
      name: `word/media/${index}.xml`,
      data: '',
    }));
    expect(await ends(makeDocx(paragraph('x'), many), MIME.docx)).toBe('document.too_large_unpacked');
  });

  it('stops when an entry gives more than it declared (F-06)', async () => {
    const lie = makeDocx('', [part(Buffer.alloc(30_000_000, 65), 1_000)]);
    expect(await ends(lie, MIME.docx)).toBe('document.invalid');
  });

  it('refuses nesting, entities and document types (F-07)', async () => {
    const nested = makeDocx(
      '<w:sdt><w:sdtContent>'.repeat(50_000) + '</w:sdtContent></w:sdt>'.repeat(50_000),
    );
    const laughs = makeDocx(paragraph('&b;'), [], '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>');
    const outside = makeDocx(paragraph('&x;'), [], '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>');
    for (const docx of [nested, laughs, outside])
      expect(await ends(docx, MIME.docx)).toBe('document.invalid');
  });

  it('follows no link to a file or server (F-08)', async () => {
    let hits = 0;
    const canary = createServer((_request, response) => {
      hits++;
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => canary.once('listening', resolve));
    const { port } = canary.address() as AddressInfo;
    const targets = ['file:///etc/passwd', 'file:///dev/zero', `http://127.0.0.1:${port}/x.png`];
    const rels = targets.map(
      (target, index) =>
        `<Relationship Id="rId${index + 10}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${target}" TargetMode="External"/>`,
    );
    const image = (id: number) =>
      `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:link="rId${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
    const docx = makeDocx(paragraph('Before') + image(10) + image(11) + image(12) + paragraph('After'), [
      {
        name: 'word/_rels/document.xml.rels',
        data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rels.join('')}</Relationships>`,
      },
    ]);
    const { chunks } = await read(docx, MIME.docx);
    canary.close();
    expect(chunks.map(({ content }) => content)).toEqual(['Before\n\nAfter']);
    expect(hits).toBe(0);
  });

  it('refuses names that leave the archive, and two entries of one name (F-09)', async () => {
    for (const name of ['../../evil.xml', '/etc/evil.xml', '..\\evil.xml', 'WORD/document.xml']) {
      expect(await ends(makeDocx(paragraph('x'), [{ name, data: 'x' }]), MIME.docx)).toBe('document.invalid');
    }
  });
});

describe('hostile tables and texts', () => {
  it('limits rows, columns and the length of a record, and says so (F-12)', async () => {
    const small = newExtraction({
      limits: { maxTableRows: 1_000, maxTableColumns: 100, maxRecordChars: 50_000 },
    });
    const end = (content: string) => codeOf(extract(small, files.write(content), MIME.csv));
    try {
      expect(await end('a,b\n'.repeat(2_000))).toBe('document.table_too_many_rows');
      expect(await end(`${'c,'.repeat(200)}c\n1,2\n`)).toBe('document.table_too_many_columns');
      expect(await end(`a,b\n"never closed,${'x,y\n'.repeat(50_000)}`)).toBe(
        'document.table_too_many_characters',
      );
      expect(await end('a,b\n"never closed,1\n2,3\n')).toBe('document.table_invalid');
    } finally {
      small.onModuleDestroy();
    }
  });

  it('reads one endless line in pieces, without a zero byte or half a character (F-13)', async () => {
    const { chunks, summary } = await read('Wörter🙂 '.repeat(120_000), MIME.text);
    expect(summary.chunkCount).toBe(chunks.length);
    expect(chunks.length).toBeGreaterThan(1_000);
    for (const { content } of chunks) {
      expect(content.length).toBeLessThanOrEqual(1_000);
      expect(
        /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(content),
      ).toBe(false);
    }
  });

  it('keeps the text of absurdly nested, unclosed and endless HTML (F-14)', async () => {
    const nested = `<html><body>${'<div>'.repeat(100_000)}the text inside${'</div>'.repeat(100_000)}<p>and after</p></body></html>`;
    const text = (await read(nested, MIME.html)).chunks.map(({ content }) => content).join('\n');
    expect(text).toContain('the text inside');
    expect(text).toContain('and after');
    expect(await ends(`<p>words</p><div class="${'x'.repeat(8_000_000)}`, MIME.html)).toMatch(CLEAR);
    expect(await ends(`<p>words</p>${'<'.repeat(1_000_000)}`, MIME.html)).toMatch(CLEAR);
  });

  it('survives Markdown made to be slow', async () => {
    for (const evil of [
      '['.repeat(20_000),
      '>'.repeat(5_000) + ' x',
      '*a **a '.repeat(5_000),
      '`'.repeat(50_000),
    ]) {
      expect(await ends(`words ${evil}`, MIME.markdown)).toMatch(CLEAR);
    }
  });

  it('refuses more text than one document may hold', async () => {
    const small = newExtraction({ limits: { maxChars: 10_000 } });
    const code = await codeOf(extract(small, files.write('words '.repeat(5_000)), MIME.text));
    small.onModuleDestroy();
    expect(code).toBe('document.text_too_large');
  });

  it('never takes a type for another', async () => {
    expect(await ends('no archive', MIME.docx)).toBe('document.invalid');
    expect(await ends('no PDF', MIME.pdf)).toBe('document.invalid');
    expect(await ends(makeZip([{ name: 'a.txt', data: 'x' }]), MIME.xlsx)).toBe('document.invalid');
    expect(await ends('x', 'application/x-unknown')).toBe('document.type_unsupported');
  });
});
