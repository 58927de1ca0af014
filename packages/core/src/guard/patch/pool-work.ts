import { type Binding, bindingPrototype, prototypeIn, withBinding } from './native-bindings.ts'
import { builtins } from '../node/builtins.ts'
import { replaceProperty, type Restore } from './replace-property.ts'
import { restoreAll } from './restore-all.ts'
import { watchAssignment } from './watch-assignment.ts'
import { whenLoaded } from './when-loaded.ts'
import { apply } from '../node/originals.ts'

/**
 * Keeps in `pending` the jobs of Node's thread pool that no list of resources shows: `crypto`, WebCrypto and
 * compression, also in web streams. Returns the undo.
 *
 * Each job marks its native object before it starts, and at its end removes the mark or calls it.
 */
export function watchPoolWork(pending: Set<object>): Restore {
  // Every process has loaded this binding.
  const request = bindingPrototype('fs', 'FSReqCallback')
  return restoreAll([
    withBinding('zlib', (zlib) => watchCompressors(zlib, pending)),
    ...(request ? [watchJobs(asyncWrapOf(request), pending)] : []),
    whenLoaded('internal/crypto/webcrypto', () => watchWebCrypto(pending)),
  ])
}

function watchCompressors(zlib: Binding, pending: Set<object>): Restore {
  const prototypes = compressors.flatMap((name) => prototypeIn(zlib, name) ?? [])
  return restoreAll(prototypes.map((prototype) => watchCompression(prototype, pending)))
}

const compressors = ['Zlib', 'BrotliEncoder', 'BrotliDecoder', 'ZstdCompress', 'ZstdDecompress']

/** All native classes that work asynchronously inherit from one, directly below `Object`. */
function asyncWrapOf(prototype: object): object {
  const below: unknown = Object.getPrototypeOf(prototype)
  return typeof below !== 'object' || below === null || below === Object.prototype ? prototype : asyncWrapOf(below)
}

/** An asynchronous job gets its `ondone` just before it runs. A synchronous one gets none. */
function watchJobs(asyncWrap: object, pending: Set<object>): Restore {
  return watchAssignment(asyncWrap, 'ondone', (job, done, assign) => {
    if (typeof done !== 'function') return assign(job, done)
    pending.add(job)
    return assign(job, function (this: object, ...args: unknown[]): unknown {
      pending.delete(this)
      return apply(done, this, args)
    })
  })
}

/** From Node 24 on, its jobs are native promises, which no property shows. */
function watchWebCrypto(pending: Set<object>): Restore {
  // Each method takes its arguments and returns a promise.
  const methods = Object.getPrototypeOf(builtins.crypto.webcrypto.subtle) as Record<string, SubtleMethod>
  const names = Object.keys(methods).filter((name) => typeof methods[name] === 'function')
  return restoreAll(names.map((name) => replaceProperty(methods, name, (method) => watched(method, pending))))
}

type SubtleMethod = (this: unknown, ...args: unknown[]) => unknown

function watched(method: SubtleMethod, pending: Set<object>): SubtleMethod {
  const watching: SubtleMethod = function (...args) {
    const result = apply(method, this, args)
    if (!isPromise(result)) return result
    const end = (): void => void pending.delete(result)
    pending.add(result)
    result.then(end, end)
    return result
  }
  const { name, length } = method
  return Object.defineProperties(watching, { name: { value: name }, length: { value: length } })
}

/** No `instanceof`, since the promise belongs to Node's realm and not to that of a test. */
function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'
}

/** A compressor's `buffer` is the chunk that it works on, and null once it is done. One that fails or is closed calls `close`. */
function watchCompression(prototype: object, pending: Set<object>): Restore {
  const buffers = new WeakMap<object, unknown>()
  Object.defineProperty(prototype, 'buffer', {
    configurable: true,
    get(this: object) {
      return buffers.get(this)
    },
    set(this: object, buffer: unknown) {
      buffers.set(this, buffer)
      if (buffer === null) pending.delete(this)
      else pending.add(this)
    },
  })
  const close: unknown = Reflect.get(prototype, 'close')
  if (typeof close !== 'function') return () => void Reflect.deleteProperty(prototype, 'buffer')
  Object.defineProperty(prototype, 'close', {
    configurable: true,
    writable: true,
    value(this: object, ...args: unknown[]): unknown {
      pending.delete(this)
      return apply(close, this, args)
    },
  })
  return () => {
    Reflect.deleteProperty(prototype, 'buffer')
    Object.defineProperty(prototype, 'close', { configurable: true, writable: true, value: close })
  }
}
