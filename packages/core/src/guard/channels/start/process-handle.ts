import { UV_EACCES } from '../../../evidence/errors/errno-error.ts'
import { type Binding, prototypeIn } from '../../patch/native-bindings.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import type { Needs } from '../../capabilities/channel.ts'
import { apply } from '../../node/originals.ts'

interface ProcessHandle {
  spawn(...args: readonly unknown[]): number
}

/**
 * Refuses programs that start through Node's native handle while `isPassing` returns false, so that no gate above
 * allowed them. Such starts use the private binding, or a `ChildProcess.prototype.spawn` that was captured before the
 * guard.
 *
 * The arguments differ by version, and Node aborts over a wrong shape. They are passed on unchanged or not at all.
 */
export function gateProcessHandle(
  { ownership, children }: Needs<'ownership' | 'children'>,
  binding: Binding,
  isPassing: () => boolean,
): Restore {
  const prototype = prototypeIn(binding, 'Process') as ProcessHandle | undefined
  if (!prototype) return () => {}
  return replaceProperty(prototype, 'spawn', (spawn) => {
    return function (this: ProcessHandle, ...args: readonly unknown[]): number {
      if (!isPassing()) {
        const file = fileOf(args[0])
        const attempt = { channel: 'child-process', program: { file, args: [] }, raw: file } as const
        const problem = 'it starts through a native handle, not through child_process'
        if (children.refuse(attempt, ownership.begin(attempt), problem)) return UV_EACCES
      }
      return apply(spawn, this, args)
    }
  })
}

/** The first argument is the file, or holds it. */
function fileOf(first: unknown): string {
  const file: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'file') : first
  return typeof file === 'string' ? file : 'a program'
}
