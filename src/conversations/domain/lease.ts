/** Who writes an answer, and for how long without renewing. */
export interface Lease {
  /** Unique per process. */
  owner: string;
  seconds: number;
}
