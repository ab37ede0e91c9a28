import { join } from 'node:path';
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

const EXAMPLES = join(__dirname, '../../examples');
const files = new TestFiles();
const extraction = newExtraction();

afterAll(() => {
  extraction.onModuleDestroy();
  files.remove();
});

describe('extraction of the example documents', () => {
  it('reads the PDF with the right page and heading for every fact', async () => {
    const { chunks, summary } = await extract(
      extraction,
      join(EXAMPLES, 'nordlicht-battery-handbook.pdf'),
      MIME.pdf,
    );
    expect(summary).toMatchObject({ pageCount: 54, language: 'en', chunkCount: chunks.length });
    expect(summary.title).toBe('Nordlicht H12 Home Battery: Owner and Installer Handbook');
    expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_, index) => index));
    const find = (text: string) =>
      chunks.filter(({ content }) => content.replace(/\s+/g, ' ').includes(text));
    expect(find('E-117 means').map(({ page }) => page)).toEqual([41]);
    expect(find('E-117 means')[0].heading.slice(-2)).toEqual([
      '8 Faults and what to do',
      '8.3 E-117 Insulation fault',
    ]);
    expect(find('Modbus TCP on port 1502').map(({ page }) => page)).toEqual([53]);
    // Running head and page number of every page are no content.
    expect(chunks.filter(({ content }) => /Page \d+ of 54/.test(content))).toEqual([]);
  });

  it('reads the DOCX with headings, pages set by hand, and its table with the header row', async () => {
    const { chunks, summary } = await extract(
      extraction,
      join(EXAMPLES, 'harbour-view-staff-handbook.docx'),
      MIME.docx,
    );
    expect(summary).toMatchObject({ pageCount: 54, title: 'Harbour View Hotel: Staff Handbook' });
    const heating = chunks.find(({ content }) => content.includes('heat pump of 310 kW'));
    expect(heating).toMatchObject({ heading: ['8 Technical services', '8.2 Heating'] });
    expect(heating?.page).toBe(chunks.indexOf(heating!) + 1);
    expect(chunks.at(-1)?.content).toMatch(/Department \| Extension \| Hours\nReception \| 100 \| always/);
  });
});

describe('extraction by format', () => {
  it('joins lines of a PDF into paragraphs, mends hyphens and carries a sentence over the page', async () => {
    const data = await makePdf((pdf) => {
      pdf.fontSize(20).text('Chapter one', 72, 72).fontSize(11);
      const lines = [
        'The first line of a para-',
        'graph goes on here and',
        'ends on the next page where the',
      ];
      lines.forEach((line, index) => pdf.text(line, 72, 120 + index * 14, { lineBreak: false }));
      pdf.addPage().text('sentence is finished. A new one starts here.', 72, 72);
    });
    const { chunks } = await extract(extraction, files.write(data), MIME.pdf);
    expect(chunks.map(({ page, heading, content }) => [page, heading, content])).toEqual([
      [
        1,
        ['Chapter one'],
        'Chapter one\n\nThe first line of a paragraph goes on here and ends on the next page where the sentence is finished.',
      ],
      [2, ['Chapter one'], 'A new one starts here.'],
    ]);
  });

  it('reads a long PDF with two threads in the order of its pages', async () => {
    const data = await makePdf((pdf) => {
      for (let page = 1; page <= 120; page++) {
        if (page > 1) pdf.addPage();
        pdf.text(`This is the only sentence on sheet number ${page} of the stack.`);
      }
    });
    const { chunks, summary } = await extract(extraction, files.write(data), MIME.pdf);
    expect(summary.pageCount).toBe(120);
    expect(chunks.map(({ page, content }) => `${page}: ${content}`)).toEqual(
      Array.from(
        { length: 120 },
        (_, i) => `${i + 1}: This is the only sentence on sheet number ${i + 1} of the stack.`,
      ),
    );
  });

  it('reads Markdown: headings, lists, tables, code, front matter', async () => {
    const source =
      '---\ntitle: "The guide"\n---\n# Guide\n\nIntro with `code`.\n\n- one\n- two\n\n## Prices\n\n| Item | Price |\n|---|---|\n| Apple | 3 |\n\n```js\nconst a = 1;\n```\n';
    const { chunks, summary } = await extract(extraction, files.write(source), MIME.markdown);
    expect(summary.title).toBe('The guide');
    expect(chunks.map(({ heading, content }) => [heading, content])).toEqual([
      [['Guide'], 'Guide\n\nIntro with code.\n- one\n- two'],
      [['Guide', 'Prices'], 'Prices\n\nItem | Price\nApple | 3\n\nconst a = 1;'],
    ]);
  });

  it('reads the main text of a page and leaves out what surrounds it', async () => {
    const text =
      'The harbour master decides when ships may enter, and publishes the hours every morning. '.repeat(8);
    const page = `<html><head><title>Harbour &amp; hours</title><style>p{}</style></head><body>
      <nav><a href="/">Home</a></nav><div class="cookie-banner">We use cookies</div>
      <main><h1>Entering</h1><p>${text}</p><table><tr><th>Day</th><th>Hours</th></tr><tr><td>Monday</td><td>7 to 9</td></tr></table></main>
      <footer>Imprint</footer><script>document.write('never')</script></body></html>`;
    const { chunks, summary } = await extract(extraction, files.write(page), MIME.html);
    const all = chunks.map(({ content }) => content).join('\n');
    expect(summary.title).toBe('Harbour & hours');
    expect(all).toContain('The harbour master decides');
    expect(all).toContain('Day | Hours\nMonday | 7 to 9');
    expect(all).not.toMatch(/Home|cookies|Imprint|never|p\{\}/);
    expect(chunks[0].heading).toEqual(['Entering']);
  });

  it('reads CSV with any usual delimiter and repeats the header row', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `item ${i};${i};"two\nlines; quoted"`).join('\r\n');
    const { chunks } = await extract(extraction, files.write(`name;price;note\r\n${rows}\r\n`), MIME.csv);
    expect(chunks.length).toBeGreaterThan(5);
    for (const { content } of chunks) expect(content.startsWith('name | price | note\n')).toBe(true);
    expect(chunks.some(({ content }) => content.includes('item 199 | 199 | two lines; quoted'))).toBe(true);
  });

  it('reads every sheet of an XLSX with its header row', async () => {
    const sheet = (rows: string[][]) =>
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
        .map(
          (cells, r) =>
            `<row r="${r + 1}">${cells.map((cell, c) => `<c r="${'AB'[c]}${r + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`,
        )
        .join('')}</sheetData></worksheet>`;
    const ns = 'http://schemas.openxmlformats.org/package/2006';
    const od = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const data = makeZip([
      {
        name: '[Content_Types].xml',
        data: `<Types xmlns="${ns}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
      },
      {
        name: '_rels/.rels',
        data: `<Relationships xmlns="${ns}/relationships"><Relationship Id="rId1" Type="${od}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      },
      {
        name: 'xl/workbook.xml',
        data: `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${od}"><sheets><sheet name="Fruit" sheetId="1" r:id="rId1"/><sheet name="Staff" sheetId="2" r:id="rId2"/></sheets></workbook>`,
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        data: `<Relationships xmlns="${ns}/relationships"><Relationship Id="rId1" Type="${od}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${od}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
      },
      {
        name: 'xl/worksheets/sheet1.xml',
        data: sheet([
          ['Name', 'Price'],
          ['Apple', '3'],
        ]),
      },
      {
        name: 'xl/worksheets/sheet2.xml',
        data: sheet([
          ['Person', 'Room'],
          ['Ada', '12'],
        ]),
      },
    ]);
    const { chunks } = await extract(extraction, files.write(data), MIME.xlsx);
    expect(chunks.map(({ heading, content }) => [heading, content])).toEqual([
      [['Fruit'], 'Fruit\n\nName | Price\nApple | 3'],
      [['Staff'], 'Staff\n\nPerson | Room\nAda | 12'],
    ]);
  });

  it("trusts Word's own notes of where pages end, before breaks set by hand", async () => {
    const breaks =
      '<w:p><w:r><w:t>Page one ends</w:t><w:lastRenderedPageBreak/><w:t> in the middle of this.</w:t></w:r></w:p>';
    const { chunks, summary } = await extract(
      extraction,
      files.write(makeDocx(breaks + paragraph('Still page two.'))),
      MIME.docx,
    );
    expect(summary.pageCount).toBe(2);
    expect(chunks.map(({ page, content }) => [page, content])).toEqual([
      [1, 'Page one ends in the middle of this.'],
      [2, 'Still page two.'],
    ]);
  });

  it.each([
    ['UTF-8 with mark', Buffer.from('\ufeffGrüße aus Köln')],
    ['UTF-16 little endian', Buffer.from('\ufeffGrüße aus Köln', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\ufeffGrüße aus Köln', 'utf16le').swap16()],
    ['UTF-16 without mark', Buffer.from('Grüße aus Köln', 'utf16le')],
    [
      'UTF-32',
      Buffer.concat(
        [...'\ufeffGrüße aus Köln'].map((c) => {
          const b = Buffer.alloc(4);
          b.writeUInt32LE(c.codePointAt(0)!);
          return b;
        }),
      ),
    ],
    ['windows-1252', Buffer.from('Grüße aus Köln', 'latin1')],
    ['terminal escapes and zero bytes', Buffer.from('\u001b[1;31mGrü\u0000ße\u001b[0m aus\u0007 Köln\r\n')],
  ])('decodes %s', async (_name, bytes) => {
    const { chunks } = await extract(extraction, files.write(bytes), MIME.text);
    expect(chunks.map(({ content }) => content)).toEqual(['Grüße aus Köln']);
  });

  it('replaces what cannot be decoded and keeps the rest', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Zwölf Bäume für die größte Straße, '),
      Buffer.from([0xff]),
      Buffer.from(' weiter.'),
    ]);
    const { chunks } = await extract(extraction, files.write(bytes), MIME.text);
    expect(chunks[0].content).toBe('Zwölf Bäume für die größte Straße, \ufffd weiter.');
  });

  it('says that a PDF without text has none', async () => {
    const data = await makePdf((pdf) => pdf.rect(10, 10, 100, 100).fill('red'));
    expect(await codeOf(extract(extraction, files.write(data), MIME.pdf))).toBe('document.no_text');
  });
});
