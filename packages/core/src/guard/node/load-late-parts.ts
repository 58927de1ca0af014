import { Script } from 'node:vm'
import { readFileSync } from './original-fs.ts'
import { apply, withOriginals } from './originals.ts'

type Modules = { readonly [path: string]: object }

const OwnScript = Script
const { toString: toText } = Buffer.prototype

/**
 * Compiles and runs a file of late parts when a function in it is first called. Returns its modules by path.
 *
 * The text is read at once: later, a test may have replaced `fs` or used up all descriptors.
 *
 * @param shared The modules of the bundle and of Node that the file imports.
 * @throws Error with `code: 'ENOENT'` when a bundler separated this code from the rest of its package.
 */
export function loadLateParts(file: string, shared: () => Modules): (path: string) => object | undefined {
  let source: Buffer | undefined = readFileSync(file)
  let parts: Modules | undefined
  const load = (): Modules => {
    const module: { exports: Modules } = { exports: {} }
    const text: string = apply(toText, source, ['latin1'])
    source = undefined
    const wrapped = `(function (module, shared) { ${text}\n})`
    new OwnScript(wrapped, { filename: file }).runInThisContext()(module, shared())
    return module.exports
  }
  return (path) => (parts ??= withOriginals(load))[path]
}
