import { Injectable } from '@nestjs/common';

export interface CounterDefinition {
  /** As Prometheus wants it: `kyrochat_<what>_total`. */
  name: string;
  /** One sentence for whoever reads the figures. */
  help: string;
  /** The one label that tells the cases apart, and every value it can have: nothing that visitors send gets in here. */
  label: string;
  values: readonly string[];
}

export class Counter<Value extends string = string> {
  private readonly counts: Map<string, number>;

  constructor(private readonly definition: CounterDefinition) {
    this.counts = new Map(definition.values.map((value) => [value, 0]));
  }

  /** Counts one more. */
  add(value: Value): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }

  valueOf(value: Value): number {
    return this.counts.get(value) ?? 0;
  }

  lines(): string[] {
    const { name, help, label } = this.definition;
    const samples = [...this.counts].map(([value, count]) => `${name}{${label}="${value}"} ${count}`);
    return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...samples];
  }
}

/** What this process has counted since it started; lost with it, as collectors of metrics expect. */
@Injectable()
export class Metrics {
  private readonly counters = new Map<string, Counter>();

  /** The counter of that name; the same one however often it is asked for. */
  counter<const Values extends readonly string[]>(
    definition: CounterDefinition & { values: Values },
  ): Counter<Values[number]> {
    const known = this.counters.get(definition.name) ?? new Counter(definition);
    this.counters.set(definition.name, known);
    return known;
  }

  /** In the text format of Prometheus, version 0.0.4. */
  text(): string {
    return [...this.counters.values()].flatMap((counter) => counter.lines()).join('\n') + '\n';
  }
}
