const TIMES = 32;

/** Processor time of the work in ms, the best of three: other work on the machine must not fail a test. */
export function cost(work: () => void): number {
  const runs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...runs);
}

/**
 * What a text of 32 times the length costs, compared with the text 32 times: near 1 for work in linear time, near 32 in
 * quadratic time, on a machine of any speed.
 */
export function growth(work: (text: string) => unknown, text: string): number {
  const long = text.repeat(TIMES);
  const many = cost(() => {
    for (let time = 0; time < TIMES; time += 1) work(text);
  });
  // What takes no time at all cannot be compared.
  return cost(() => work(long)) / Math.max(many, 1);
}
