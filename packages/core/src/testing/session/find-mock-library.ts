import { dirname, join } from 'node:path'
import { type MockLibrary, mockLibraries } from '../../evidence/explain/mock-line.ts'
import { foldersFrom } from '../../evidence/stack/folders-from.ts'
import { namesInManifest, readIfThere } from '../../evidence/stack/manifest.ts'
import { readFileSync } from '../../guard/node/original-fs.ts'

/** The mocking library of a file's project, according to the nearest package.json. */
export function findMockLibrary(file: string): MockLibrary | undefined {
  for (const folder of foldersFrom(dirname(file))) {
    const text = readIfThere(join(folder, 'package.json'), readFileSync)
    if (text === undefined) continue
    const names = namesInManifest(text, lists)
    return mockLibraries.find((name) => names.has(name))
  }
  return undefined
}

const lists = ['dependencies', 'devDependencies']
