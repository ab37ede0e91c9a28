/** One line of a page as the layout needs it. Coordinates are PDF points, y grows upwards. */
export interface PdfLine {
  text: string;
  x: number;
  y: number;
  /** Right end of the line. */
  right: number;
  /** Font size of most of its characters. */
  size: number;
  /** Texts between wide gaps; more than one hints at a table. */
  cells: string[];
}

export interface PdfPage {
  /** From 1. */
  number: number;
  lines: PdfLine[];
}
