/**
 * Makes the two documents under `examples/`: a PDF and a DOCX of more than fifty pages, one section per page, each with
 * facts that stand nowhere else. Run it again after changing their texts: `node scripts/make-examples.mjs`.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import PDFDocument from 'pdfkit';
import { batteryHandbook } from './examples/battery-handbook.mjs';
import { paragraphsOf } from './examples/filler.mjs';
import { hotelHandbook } from './examples/hotel-handbook.mjs';

const folder = fileURLToPath(new URL('../examples/', import.meta.url));
const DATE = new Date('2026-01-15T12:00:00Z');

await mkdir(folder, { recursive: true });
await makePdf(batteryHandbook, `${folder}nordlicht-battery-handbook.pdf`);
await makeDocx(hotelHandbook, `${folder}harbour-view-staff-handbook.docx`);

/** Sections in order, with the page each of them stands on: page 1 is the title. */
function sectionsOf({ chapters }) {
  let page = 1;
  return chapters.flatMap(([chapter, sections], chapterIndex) =>
    sections.map((section, index) => ({
      page: ++page,
      chapter: `${chapterIndex + 1} ${chapter}`,
      opensChapter: index === 0,
      heading: `${chapterIndex + 1}.${index + 1} ${section[0]}`,
      section,
    })),
  );
}

async function makePdf(book, file) {
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: 72, bottom: 72, left: 72, right: 72 },
    bufferPages: true,
    info: { Title: book.title, Author: 'KyroChat examples', CreationDate: DATE, ModDate: DATE },
  });
  const out = pdf.pipe(createWriteStream(file));
  pdf.font('Helvetica-Bold').fontSize(28).text(book.title, { align: 'left' });
  pdf
    .moveDown()
    .font('Helvetica')
    .fontSize(11)
    .text(`${book.subtitle}. This handbook describes a product that does not exist.`);
  let outline;
  for (const { page, chapter, opensChapter, heading, section } of sectionsOf(book)) {
    pdf.addPage();
    if (opensChapter) {
      outline = pdf.outline.addItem(chapter);
      pdf.font('Helvetica-Bold').fontSize(20).text(chapter).moveDown(0.5);
    }
    outline.addItem(heading);
    pdf.font('Helvetica-Bold').fontSize(15).text(heading).moveDown(0.5).font('Helvetica').fontSize(11);
    for (const paragraph of paragraphsOf(section, page))
      pdf.text(paragraph, { align: 'justify', lineGap: 2 }).moveDown(0.8);
  }
  numberPages(pdf, book.title);
  pdf.end();
  await once(out, 'finish');
}

function numberPages(pdf, title) {
  const { count } = pdf.bufferedPageRange();
  for (let index = 1; index < count; index++) {
    pdf.switchToPage(index);
    pdf.page.margins.top = pdf.page.margins.bottom = 0;
    pdf.font('Helvetica').fontSize(8).text(title, 72, 40, { lineBreak: false });
    pdf.text(`Page ${index + 1} of ${count}`, 72, 800, { width: 451, align: 'right', lineBreak: false });
  }
}

async function makeDocx(book, file) {
  const children = [
    new Paragraph({ text: book.title, heading: HeadingLevel.TITLE }),
    new Paragraph(`${book.subtitle}. The hotel in this handbook does not exist.`),
  ];
  for (const { page, chapter, opensChapter, heading, section } of sectionsOf(book)) {
    if (opensChapter)
      children.push(new Paragraph({ text: chapter, heading: HeadingLevel.HEADING_1, pageBreakBefore: true }));
    children.push(
      new Paragraph({ text: heading, heading: HeadingLevel.HEADING_2, pageBreakBefore: !opensChapter }),
    );
    for (const text of paragraphsOf(section, page))
      children.push(new Paragraph({ children: [new TextRun(text)], spacing: { after: 160 } }));
  }
  children.push(
    new Paragraph({ text: 'Telephone numbers', heading: HeadingLevel.HEADING_1, pageBreakBefore: true }),
    telephoneTable(),
  );
  const document = new Document({
    title: book.title,
    creator: 'KyroChat examples',
    sections: [{ children }],
  });
  await writeFile(file, await Packer.toBuffer(document));
}

function telephoneTable() {
  const rows = [
    ['Department', 'Extension', 'Hours'],
    ['Reception', '100', 'always'],
    ['Duty manager', '210', 'always'],
    ['Housekeeping', '320', '06:00 to 22:00'],
    ['Restaurant Lantern', '410', '11:00 to 23:00'],
    ['Caretaker', '555', 'always'],
    ['Spa', '640', '07:00 to 21:30'],
    ['Payroll', '777', 'Monday to Thursday, 09:00 to 15:00'],
  ];
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells, index) =>
        new TableRow({
          tableHeader: index === 0,
          children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })),
        }),
    ),
  });
}
