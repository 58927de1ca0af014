/** What native code might do, and what must not be attributed to it. */
export interface NativeNotes {
  /** Finds addons that are already loaded. */
  start(): void
  /** An addon is about to be loaded. */
  loading(path: string): void
  /** A native handle whose socket JavaScript opened or accepted. */
  opened(handle: unknown): void
  /** Another thread of this process. */
  shared(thread: unknown): void
  /** The number of pending DNS lookups of resolvers changes. */
  lookups(change: 1 | -1): void
}
