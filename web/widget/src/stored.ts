/** What is kept of a visit. */
export interface Visit {
  visitorId?: string;
  visitorToken?: string;
  conversationId?: string;
  /** Asked for a new conversation: the latest one is not taken up again. */
  fresh?: boolean;
}

/** A visit in the site's own storage, no cookie and nothing of a third party; in memory where storage is forbidden or full. */
export class StoredVisit {
  private value?: Visit;

  constructor(private readonly key: string) {}

  get(): Visit {
    this.value ??= this.read();
    return this.value;
  }

  set(value: Visit): void {
    this.value = value;
    try {
      localStorage.setItem(this.key, JSON.stringify(value));
    } catch {
      // The visit lasts as long as the page.
    }
  }

  clear(): void {
    this.value = {};
    try {
      localStorage.removeItem(this.key);
    } catch {
      // As above.
    }
  }

  /** Other scripts of the site may have written there. */
  private read(): Visit {
    try {
      const found = Object(JSON.parse(localStorage.getItem(this.key) ?? '{}')) as Record<string, unknown>;
      const text = (name: string) => (typeof found[name] === 'string' ? found[name] : undefined);
      return {
        visitorId: text('visitorId'),
        visitorToken: text('visitorToken')?.slice(0, 4_096),
        conversationId: text('conversationId'),
        fresh: found.fresh === true,
      };
    } catch {
      return {};
    }
  }
}
