const BOM = '\ufeff';

/** Bytes in a charset as UTF-8 with a byte order mark, which tells every later reader more than a header it never sees. */
export async function* recoded(bytes: AsyncIterable<Buffer>, charset: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(charset);
  let first = true;
  for await (const part of bytes) {
    const text = decoder.decode(part, { stream: true });
    if (text) yield Buffer.from(first ? BOM + text : text);
    if (text) first = false;
  }
  const rest = decoder.decode();
  if (rest) yield Buffer.from(first ? BOM + rest : rest);
}
