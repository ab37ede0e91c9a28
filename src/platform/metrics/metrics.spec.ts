import { Metrics } from './metrics.js';

describe('Metrics', () => {
  const definition = {
    name: 'kyrochat_tries_total',
    help: 'Tries, by what became of them.',
    label: 'outcome',
    values: ['good', 'bad'],
  } as const;

  it('tells what was counted, and what never happened as zero', () => {
    const metrics = new Metrics();
    const tries = metrics.counter(definition);
    tries.add('good');
    tries.add('good');
    expect(metrics.text()).toBe(
      [
        '# HELP kyrochat_tries_total Tries, by what became of them.',
        '# TYPE kyrochat_tries_total counter',
        'kyrochat_tries_total{outcome="good"} 2',
        'kyrochat_tries_total{outcome="bad"} 0',
        '',
      ].join('\n'),
    );
  });

  it('has one counter of a name', () => {
    const metrics = new Metrics();
    metrics.counter(definition).add('bad');
    expect(metrics.counter(definition).valueOf('bad')).toBe(1);
  });
});
