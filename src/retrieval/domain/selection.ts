/** What the choice of passages goes by. */
export interface Selectable {
  documentId: string;
  /** Best first, 0..1. */
  score: number;
  /** Equal for equal passages. */
  fingerprint: string;
}

/** A passage of another document must be worth so much of the best one to displace one beyond the share. */
const WORTH_DISPLACING = 0.5;

/**
 * The passages to show: no text twice, and at most `share` of them from one document as long as other documents have
 * something of worth, so that no single document (or one stuffed with keywords) crowds out the rest. Reads no more of
 * the list than it needs.
 */
export function selectPassages<T extends Selectable>(ranked: Iterable<T>, topK: number, share: number): T[] {
  const most = Math.max(1, Math.ceil(topK * share));
  const seen = new Set<string>();
  const perDocument = new Map<string, number>();
  const chosen: T[] = [];
  const deferred: T[] = [];
  for (const item of ranked) {
    if (chosen.length === topK || (item.score < WORTH_DISPLACING && chosen.length + deferred.length >= topK))
      break;
    if (seen.has(item.fingerprint)) continue;
    seen.add(item.fingerprint);
    const count = perDocument.get(item.documentId) ?? 0;
    perDocument.set(item.documentId, count + 1);
    if (count >= most || (item.score < WORTH_DISPLACING && deferred.length > 0)) deferred.push(item);
    else chosen.push(item);
  }
  return [...chosen, ...deferred.slice(0, topK - chosen.length)].sort((a, b) => b.score - a.score);
}

/** For every passage of the list, why it was chosen or not; the list as `selectPassages` saw it. */
export function fatesOf<T extends Selectable>(
  ranked: readonly T[],
  chosen: readonly T[],
): ('taken' | 'duplicate' | 'document_share' | 'top_k')[] {
  const taken = new Set(chosen);
  const texts = new Set<string>();
  const last = ranked.findLastIndex((item) => taken.has(item));
  return ranked.map((item, i) => {
    const duplicate = texts.has(item.fingerprint);
    texts.add(item.fingerprint);
    if (taken.has(item)) return 'taken';
    if (duplicate) return 'duplicate';
    return i < last ? 'document_share' : 'top_k';
  });
}
