import { prototypeIn, withBinding } from '../../patch/native-bindings.ts'
import { apply } from '../../node/originals.ts'
import type { Restore } from '../../patch/replace-property.ts'
import { watchAssignment } from '../../patch/watch-assignment.ts'

/** Streams of JavaScript that Node uses as sockets. Their destination is found when they write. */
export interface WrappedStreams {
  /** The native handle of the stream that is writing now. */
  writing(): object | undefined
  readonly restore: Restore
}

/** Follows their writes. Node assigns each native handle its `onwrite` on creation, and a setter on the prototype sees that. */
export function watchWrappedStreams(): WrappedStreams {
  let writing: object | undefined
  const during = <T>(handle: object, write: () => T): T => {
    const before = writing
    writing = handle
    try {
      return write()
    } finally {
      writing = before
    }
  }
  const follow = (onwrite: OnWrite): OnWrite =>
    function (this: object, request, chunks) {
      return during(this, () => apply(onwrite, this, [request, chunks]))
    }
  const restore = withBinding('js_stream', (found) => {
    const prototype = prototypeIn(found, 'JSStream')
    return (
      prototype &&
      watchAssignment(prototype, 'onwrite', (handle, onwrite, assign) => {
        assign(handle, typeof onwrite === 'function' ? follow(onwrite as OnWrite) : onwrite)
      })
    )
  })
  return { writing: () => writing, restore }
}

type OnWrite = (this: object, request: object, chunks: readonly unknown[]) => unknown
