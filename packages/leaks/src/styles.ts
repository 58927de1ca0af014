/** How code calls an API. */
export const styles = ['callback', 'promise', 'stream', 'captured', 'subclass', 'import', 'require'] as const

export type Style = (typeof styles)[number]
