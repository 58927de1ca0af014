import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The versions that this package asks for, by package. */
export function versions(): Readonly<Record<string, string>> {
  const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
  return (JSON.parse(manifest) as { readonly devDependencies: Readonly<Record<string, string>> }).devDependencies
}
