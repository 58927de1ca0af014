import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type { Recipe } from './recipe.ts'

const root = join(import.meta.dirname, '..')

/**
 * Writes the suite into a new folder of this package, where the SDKs resolve: a test file for each recipe.
 *
 * As CommonJS, which is what most suites of Jest are, except for packages that are ES modules alone.
 */
export function writeSuite(recipes: readonly Recipe[], kind: 'esm' | 'cjs'): string {
  mkdirSync(join(root, 'runs'), { recursive: true })
  const folder = mkdtempSync(join(root, 'runs', `${kind}-`))
  for (const name of ['recipes', 'suite', 'tests']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a-project-of-tools', private: true }))
  copyFileSync(join(root, 'suite/define-tests.mjs'), join(folder, 'suite/define-tests.mjs'))
  if (kind === 'cjs')
    writeModule(folder, 'suite/define-tests', readFileSync(join(root, 'suite/define-tests.mjs'), 'utf8'), 'cjs')
  for (const recipe of recipes) {
    const module = recipe.module ?? kind
    writeModule(
      folder,
      `recipes/${recipe.name}`,
      readFileSync(join(root, 'recipes', `${recipe.name}.mjs`), 'utf8'),
      module,
    )
    writeModule(folder, `tests/${recipe.name}.test`, testFile(recipe, module), module)
  }
  return folder
}

/** Every recipe that there is a file for. */
export function recipeFiles(): readonly string[] {
  return readdirSync(join(root, 'recipes')).map((file) => file.replace(/\.mjs$/, ''))
}

function testFile(recipe: Recipe, module: 'esm' | 'cjs'): string {
  const extension = module === 'cjs' ? 'cjs' : 'mjs'
  return `import { defineTests } from '../suite/define-tests.${extension}'
import * as recipe from '../recipes/${recipe.name}.${extension}'

defineTests(${JSON.stringify(recipe, undefined, 2)}, recipe)
`
}

/** Writes a module, as CommonJS on request. */
export function writeModule(folder: string, path: string, source: string, module: 'esm' | 'cjs'): void {
  if (module === 'esm') return writeFileSync(join(folder, `${path}.mjs`), source)
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, esModuleInterop: true }
  const { outputText } = ts.transpileModule(source, { compilerOptions: options, fileName: `${path}.js` })
  writeFileSync(join(folder, `${path}.cjs`), outputText)
}
