export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 256;

/** The same password typed on two keyboards may arrive as different code points; hash one form of it. */
export function normalisePassword(text: string): string {
  return text.normalize('NFKC');
}
