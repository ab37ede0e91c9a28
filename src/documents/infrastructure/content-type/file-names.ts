import { MIME, type DocumentMime } from './mime-types.js';

const BY_EXTENSION: Record<string, DocumentMime> = {
  pdf: MIME.pdf,
  docx: MIME.docx,
  docm: MIME.docx,
  dotx: MIME.docx,
  xlsx: MIME.xlsx,
  xlsm: MIME.xlsx,
  html: MIME.html,
  htm: MIME.html,
  xhtml: MIME.html,
  md: MIME.markdown,
  markdown: MIME.markdown,
  mdx: MIME.markdown,
  csv: MIME.csv,
  tsv: MIME.csv,
  txt: MIME.text,
  text: MIME.text,
  log: MIME.text,
};

/** Names that promise something which is no document: text under such a name is not what the name says. */
const OTHER_KINDS = new Set(
  (
    'exe dll so bin msi apk dmg iso png jpg jpeg gif webp bmp tif tiff ico svg heic avif mp3 mp4 mov avi mkv wav ogg flac ' +
    'zip gz tgz bz2 xz 7z rar tar jar woff woff2 ttf otf psd ai eps ps rtf doc xls ppt pptx odt ods odp epub class wasm sqlite db'
  ).split(' '),
);

export function extensionOf(fileName = ''): string {
  return /\.([a-z0-9]{1,10})[\s.]*$/i.exec(fileName)?.[1].toLowerCase() ?? '';
}

/** The document type that a name promises. */
export function promisedType(fileName?: string): DocumentMime | undefined {
  const extension = extensionOf(fileName);
  return Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
}

export function promisesOtherKind(fileName?: string): boolean {
  return OTHER_KINDS.has(extensionOf(fileName));
}
