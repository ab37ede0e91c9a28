import { Transform } from 'class-transformer';

/** For ids in bodies and queries: a UUID names the same thing in capitals, but is stored and compared in small letters. */
export const LowerCase = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value));
