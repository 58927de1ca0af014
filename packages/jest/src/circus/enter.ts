/** Runs `fn` in a scope that is looked up at each call. */
export type Enter = <T>(fn: () => T) => T
