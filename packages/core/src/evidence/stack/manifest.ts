import { limitStack } from '../record/limit-stack.ts'

/** The type of the original `readFileSync`, from before code under test could replace it. */
export type ReadText = (path: string, encoding: 'utf8') => string

/** The original functions that read files and resolve links. */
export interface Files {
  readonly readFileSync: ReadText
  readonly realpathSync: (path: string) => string
}

/** The text of a file. `undefined` where it cannot be read. */
export function readIfThere(path: string, read: ReadText): string | undefined {
  // Node's own errors would keep a stack limit that a program removed.
  const restore = limitStack(0)
  try {
    return read(path, 'utf8')
  } catch {
    return undefined
  } finally {
    restore()
  }
}

/** The packages in some lists of a package.json, such as `devDependencies`. Empty where it is not an object. */
export function namesInManifest(text: string, lists: readonly string[]): ReadonlySet<string> {
  try {
    const manifest: unknown = JSON.parse(text)
    if (typeof manifest !== 'object' || manifest === null) return new Set()
    return new Set(lists.flatMap((list) => Object.keys(Object(Reflect.get(manifest, list)))))
  } catch {
    return new Set()
  }
}
