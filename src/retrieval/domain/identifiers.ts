const IDENTIFIER =
  /\p{N}|[`"“”«»„「」]|(?:^|\s)'[^']+'|\p{L}_\p{L}|\p{Ll}\p{Lu}|\p{L}\(\)|\p{L}[./\\:]\p{L}|--?\p{L}{2,}\b|\b\p{Lu}{3,}\b/u;

/** True when a question names things exactly: digits, code, paths, capitals, quotations. */
export function holdsIdentifiers(question: string): boolean {
  return IDENTIFIER.test(question);
}
