/** What native code might do, and what must not be taken for that. */
export interface NativeNotes {
  /** Looks for addons that are loaded already. */
  start(): void
  /** An addon is about to be loaded. */
  loading(path: string): void
  /** A native handle whose socket JavaScript opened or accepted. */
  opened(handle: unknown): void
  /** Another thread of this process. */
  shared(thread: unknown): void
  /** Look-ups of resolvers that began, less those that ended. */
  lookups(change: 1 | -1): void
}
