/**
 * Sets how many frames V8 captures, and returns the undo. Where a program froze `Error`, or made its limit read-only,
 * the limit is kept, since an assignment would throw into the code under test.
 */
export function limitStack(frames: number): () => void {
  const wasThere = Object.hasOwn(Error, 'stackTraceLimit')
  const before: unknown = Error.stackTraceLimit
  if (!Reflect.set(Error, 'stackTraceLimit', frames)) return nothing
  return () => {
    if (wasThere) Reflect.set(Error, 'stackTraceLimit', before)
    else Reflect.deleteProperty(Error, 'stackTraceLimit')
  }
}

const nothing = (): void => {}
