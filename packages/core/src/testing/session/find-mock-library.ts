import { type MockLibrary, mockLibraries } from '../../evidence/explain/mock-line.ts'
import { limitStack } from '../../evidence/record/limit-stack.ts'

// What tests do to Node's modules must not decide about a text.
const { readFileSync } = process.getBuiltinModule('node:fs')
const { dirname, join } = process.getBuiltinModule('node:path')

/** The mocking library of the project that a file belongs to, as the nearest package.json says. */
export function findMockLibrary(file: string): MockLibrary | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = readOptional(join(folder, 'package.json'))
    if (text !== undefined) return mockLibraries.find((name) => namesIn(text).has(name))
    if (folder === dirname(folder)) return undefined
  }
}

function readOptional(path: string): string | undefined {
  // Node's own errors leave the limit behind, where a program has taken it away.
  const restore = limitStack(0)
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  } finally {
    restore()
  }
}

function namesIn(text: string): ReadonlySet<string> {
  try {
    const manifest: unknown = JSON.parse(text)
    if (typeof manifest !== 'object' || manifest === null) return new Set()
    return new Set(
      ['dependencies', 'devDependencies'].flatMap((list) => Object.keys(Object(Reflect.get(manifest, list)))),
    )
  } catch {
    return new Set()
  }
}
