/** The sample bot of a fresh installation. */
export class SampleDto {
  /**
   * Opens `/demo/<publicKey>`; null where there is none, and once somebody has registered.
   * @example 'q5n0bV3oTt2mYw1xZs8Kd7Rj'
   */
  publicKey: string | null;
}
