/** Rounds between two attempts at most. */
const LONGEST = 15;
const MOST_KNOWN = 5_000;

/** What fails again and again is tried after 1, 2, 4, 8 and then every 15 rounds: each attempt may cost money. */
export class FailureRests {
  private readonly failing = new Map<string, { times: number; until: number }>();

  failed(id: string, round: number): void {
    const times = (this.failing.get(id)?.times ?? 0) + 1;
    if (this.failing.size > MOST_KNOWN) this.failing.clear();
    this.failing.set(id, { times, until: round + Math.min(2 ** (times - 1), LONGEST) });
  }

  succeeded(id: string): void {
    this.failing.delete(id);
  }

  rests(id: string, round: number): boolean {
    return round < (this.failing.get(id)?.until ?? 0);
  }
}
