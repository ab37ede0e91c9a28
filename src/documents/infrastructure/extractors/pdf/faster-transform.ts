/**
 * pdf.js computes the position of a glyph twice per glyph, each time by two general matrix products over three fresh
 * arrays: a third of all time spent on a text PDF. This is the same product written out, with one array.
 */
const ORIGINAL = `    function getCurrentTextTransform() {
      const font = textState.font;
      const tsm = [textState.fontSize * textState.textHScale, 0, 0, textState.fontSize, 0, textState.textRise];
      if (font.isType3Font && (textState.fontSize <= 1 || font.isCharBBox) && !isArrayEqual(textState.fontMatrix, FONT_IDENTITY_MATRIX)) {
        const glyphHeight = font.bbox[3] - font.bbox[1];
        if (glyphHeight > 0) {
          tsm[3] *= glyphHeight * textState.fontMatrix[3];
        }
      }
      return Util.transform(textState.ctm, Util.transform(textState.textMatrix, tsm));
    }`;

const FASTER = `    function getCurrentTextTransform() {
      const font = textState.font;
      const wide = textState.fontSize * textState.textHScale;
      const rise = textState.textRise;
      let high = textState.fontSize;
      if (font.isType3Font && (textState.fontSize <= 1 || font.isCharBBox) && !isArrayEqual(textState.fontMatrix, FONT_IDENTITY_MATRIX)) {
        const glyphHeight = font.bbox[3] - font.bbox[1];
        if (glyphHeight > 0) {
          high *= glyphHeight * textState.fontMatrix[3];
        }
      }
      const t = textState.textMatrix;
      const c = textState.ctm;
      const a = t[0] * wide, b = t[1] * wide, d = t[2] * high, e = t[3] * high;
      const x = t[2] * rise + t[4], y = t[3] * rise + t[5];
      return [c[0] * a + c[2] * b, c[1] * a + c[3] * b, c[0] * d + c[2] * e, c[1] * d + c[3] * e, c[0] * x + c[2] * y + c[4], c[1] * x + c[3] * y + c[5]];
    }`;

/** The worker's source with the faster function, or null when this version of pdf.js does not hold the original, once. */
export function withFasterTransform(source: string): string | null {
  const parts = source.split(ORIGINAL);
  return parts.length === 2 ? parts.join(FASTER) : null;
}
