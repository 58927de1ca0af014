import { type Binding, bindingPrototype, prototypeIn, withBinding } from './native-bindings.ts'
import { builtins } from '../node/builtins.ts'
import { replaceProperty, type Restore } from './replace-property.ts'
import { restoreAll } from './restore-all.ts'
import { whenLoaded } from './when-loaded.ts'
import { apply } from '../node/originals.ts'

/**
 * Keeps in `pending` what Node's thread pool is doing and no list of resources shows: jobs of `crypto` and WebCrypto, and
 * compression, that of web streams included. Returns the undo.
 *
 * Both leave a mark on their native object before they start and take it away, or are called by it, at the end.
 */
export function watchPoolWork(pending: Set<object>): Restore {
  // Every process has this one.
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

/** All native classes that work asynchronously inherit from one, right below `Object`. */
function asyncWrapOf(prototype: object): object {
  const below: unknown = Object.getPrototypeOf(prototype)
  return typeof below !== 'object' || below === null || below === Object.prototype ? prototype : asyncWrapOf(below)
}

/** A job gets its `ondone` just before it runs; one that runs at once gets none. */
function watchJobs(asyncWrap: object, pending: Set<object>): Restore {
  Object.defineProperty(asyncWrap, 'ondone', {
    configurable: true,
    set(this: object, done: unknown) {
      const value =
        typeof done !== 'function'
          ? done
          : function (this: object, ...args: unknown[]): unknown {
              pending.delete(this)
              return apply(done, this, args)
            }
      if (typeof done === 'function') pending.add(this)
      Object.defineProperty(this, 'ondone', { value, writable: true, enumerable: true, configurable: true })
    },
  })
  return () => void Reflect.deleteProperty(asyncWrap, 'ondone')
}

/** From Node 24 on its jobs are promises of native code, which no property shows. */
function watchWebCrypto(pending: Set<object>): Restore {
  // Each of them takes what it is given and returns a promise.
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

/** Of Node's own realm, which is not that of a test. */
function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'
}

/** A compressor holds the chunk that it works on as its `buffer`, and null from its end on; a failed or closed one is closed. */
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
