/** As people write it: names of models may hold colons themselves, as in `nomic-embed-text:v1.5`. */
export interface ModelName {
  model: string;
  dimensions?: number;
}

const MOST_DIMENSIONS = 4_096;

/** `<model>` or `<model>:<dimensions>`; undefined when that is no name. */
export function readModelName(name: string): ModelName | undefined {
  const match = /^(?<model>.+?)(?::(?<dimensions>\d{1,5}))?$/.exec(name);
  if (!match?.groups || !/^[\w./:@-]{1,150}$/.test(match.groups.model)) return undefined;
  if (!match.groups.dimensions) return { model: match.groups.model };
  const dimensions = Number(match.groups.dimensions);
  if (dimensions < 8 || dimensions > MOST_DIMENSIONS) return undefined;
  return { model: match.groups.model, dimensions };
}
