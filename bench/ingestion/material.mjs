/** Text to ingest: words by Zipf's law, so that indexes meet common and rare ones as they would in prose. */
import PDFDocument from 'pdfkit';

const SYLLABLES = [
  'ba',
  'ke',
  'lo',
  'mi',
  'nu',
  'ra',
  'se',
  'ti',
  'vo',
  'za',
  'den',
  'for',
  'gan',
  'hel',
  'mon',
  'per',
];

/** A repeatable stream of random numbers (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function word(rank) {
  let text = '';
  for (let n = rank + 16; n > 0; n = Math.floor(n / 16)) text += SYLLABLES[n % 16];
  return text;
}

export function prose(bytes, seed) {
  const next = random(seed);
  const parts = [];
  let size = 0;
  for (let sentence = 1; size < bytes; sentence++) {
    const words = Array.from({ length: 8 + Math.floor(next() * 10) }, () =>
      word(Math.floor(6000 ** next()) - 1),
    );
    const text = `${words[0][0].toUpperCase()}${words.join(' ').slice(1)}.${sentence % 6 === 0 ? '\n\n' : ' '}`;
    parts.push(text);
    size += text.length;
  }
  return parts.join('');
}

/** A PDF of text only, about 2,500 characters a page. */
export function textPdf(pages) {
  return new Promise((resolve) => {
    const pdf = new PDFDocument({ size: 'A4', margin: 50, bufferPages: false });
    const parts = [];
    pdf.on('data', (part) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    for (let page = 1; page <= pages; page++) {
      if (page > 1) pdf.addPage();
      pdf.fontSize(16).text(`Chapter ${page}`).moveDown().fontSize(10).text(prose(2_400, page));
    }
    pdf.end();
  });
}
