import { domainToASCII } from 'node:url';

/**
 * The one spelling under which an address is stored and looked up: compatibility forms folded (NFKC), no space
 * around it, lower case, the domain in ASCII. Dots and `+tags` stay: whether they matter is the provider's affair.
 */
export function canonicalEmail(text: string): string {
  const folded = text.normalize('NFKC').trim().toLowerCase();
  const at = folded.lastIndexOf('@');
  if (at < 0) return folded;
  const domain = folded.slice(at + 1);
  return `${folded.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
