import { basename, dirname, join, resolve } from 'node:path'
import { realpathSync } from '../node/original-fs.ts'
import { epoch } from '../node/real-time.ts'
import { type BoundPath, fileAt, lifeOf, type Moment } from './bound-at.ts'
import type { OtherListeners } from './other-listeners.ts'

type PipeHandle = { readonly fd?: number }

/** A path belongs to its listener while the file there is the one that the listener made. Any process may unlink it and bind it again. */
export function createPaths(others: OtherListeners) {
  const known = new Map<
    string,
    { readonly ref: WeakRef<PipeHandle>; readonly file: string | undefined; readonly at: number }
  >()
  const bound = (path: string): BoundPath | undefined => {
    const { ref, file } = known.get(path) ?? {}
    const handle = ref?.deref()
    return handle && isOpen(handle) ? { kind: 'path', path, file, life: lifeOf(handle) } : undefined
  }
  const isListening = (path: string): boolean => {
    const here = bound(path)
    return (here !== undefined && here.file === fileAt(path)) || others.ownsPath(path)
  }
  return {
    add: (given: string, handle: PipeHandle): void => {
      const path = realPath(given)
      const at = epoch()
      known.set(path, { ref: new WeakRef(handle), file: fileAt(path), at })
      others.publish({ kind: 'path', path, file: fileAt(path), life: lifeOf(handle) })
    },
    owns: (given: string): boolean => {
      if (known.size === 0 && !others.havePaths()) return false
      const path = canonicalPath(given)
      if (isListening(path)) return true
      const real = realPath(path)
      return real !== path && isListening(real)
    },
    became: (given: string, { at, seen }: Moment): boolean => {
      const path = realPath(given)
      return (known.get(path)?.at ?? 0) >= at || others.becamePath(path, seen)
    },
    list: (): BoundPath[] => [...known.keys()].flatMap((path) => bound(path) ?? []),
  }
}

/** A closed handle has no descriptor; on Windows no pipe ever has one. */
function isOpen(handle: PipeHandle): boolean {
  return process.platform === 'win32' || handle.fd !== -1
}

/** The path without symbolic links, as far as it exists, so that all paths to a server match. */
function realPath(given: string): string {
  const path = canonicalPath(given)
  if (!path.startsWith('/')) return path
  return real(path) ?? join(real(dirname(path)) ?? dirname(path), basename(path))
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** The absolute path of a unix socket. Abstract sockets (leading NUL) and Windows pipes are names, not files. */
export function canonicalPath(path: string): string {
  return path.startsWith('\0') || path.startsWith('\\\\') ? path : resolve(path)
}
