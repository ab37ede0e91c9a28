/** Compiles the database launcher for plain Node; returns the path of its index.js. */
export function compiledLauncher(): Promise<string>;
