import type { ToolCall } from '../../application/ports/chat-model.port.js';

export interface ToolCallDelta {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}

/** Puts tool calls together from their deltas: name and id come first, the arguments in pieces of JSON. */
export class ToolCallDeltas {
  private readonly parts = new Map<number, { id: string; name: string; json: string }>();

  add(deltas: readonly ToolCallDelta[]): void {
    for (const [position, { index = position, id, function: fn }] of deltas.entries()) {
      const part = this.parts.get(index) ?? { id: '', name: '', json: '' };
      this.parts.set(index, {
        id: part.id || (id ?? ''),
        name: part.name || (fn?.name ?? ''),
        json: part.json + (fn?.arguments ?? ''),
      });
    }
  }

  get any(): boolean {
    return this.parts.size > 0;
  }

  /** The calls in their order, or undefined when one of them is none. */
  calls(): ToolCall[] | undefined {
    const calls: ToolCall[] = [];
    for (const [index, { id, name, json }] of [...this.parts].sort(([a], [b]) => a - b)) {
      const args = objectOf(json);
      if (name === '' || !args) return undefined;
      calls.push({ id: id || `call_${index}`, name, arguments: args });
    }
    return calls;
  }
}

function objectOf(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json === '' ? '{}' : json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
