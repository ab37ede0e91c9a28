/** Pasted text is read as Markdown when it has headings, fences or tables of Markdown, else as it stands. */
export function pastedTextType(content: string): 'text/markdown' | 'text/plain' {
  return /^ {0,3}(#{1,6} \S|```|~~~|\|?[ :]*-{3,}[ :]*\|)/m.test(content) ? 'text/markdown' : 'text/plain';
}
