import { type MockLibrary, mockLibraries } from '../../evidence/explain/mock-line.ts'
import { dirname, join } from 'node:path'
import { readFileSync } from '../../guard/node/original-fs.ts'
import { namesInManifest, readManifest } from '../../evidence/stack/manifest.ts'

/** The mocking library of the project that a file belongs to, as the nearest package.json says. */
export function findMockLibrary(file: string): MockLibrary | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = readManifest(join(folder, 'package.json'), readFileSync)
    if (text !== undefined) {
      const names = namesInManifest(text, lists)
      return mockLibraries.find((name) => names.has(name))
    }
    if (folder === dirname(folder)) return undefined
  }
}

const lists = ['dependencies', 'devDependencies']
