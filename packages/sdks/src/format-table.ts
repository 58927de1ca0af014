import { formatTable as formatRows } from '../../../scripts/format-table.ts'
import type { Recipe } from './recipe.ts'

/** The table of the README: what each package reaches, when, and what its caller sees. */
export function formatTable(recipes: readonly Recipe[], versions: Readonly<Record<string, string>>): string {
  const rows = recipes.map((recipe) => [
    `${recipe.package} ${versions[recipe.package]?.replace(/^npm:.*@/, '') ?? ''}`,
    recipe.does,
    destinationsOf(recipe),
    whenOf(recipe),
    recipe.caller,
  ])
  return formatRows(['package', 'what it does', 'reaches', 'when', 'the caller sees'], rows)
}

function destinationsOf({ reaches, imports = {}, isNative }: Recipe): string {
  if (isNative === true) return 'what it is given, seen in the kernel'
  return Object.entries({ ...imports, ...reaches })
    .map(([where, culprits]) => `\`${where}\` by ${[culprits].flat().join(', ')}`)
    .join('; ')
}

function whenOf({ imports, when, slow }: Recipe): string {
  const call = when === 'late' ? (slow === true ? 'after the call, from a child' : 'after the call') : 'in the call'
  return imports === undefined ? call : `at import, and ${call}`
}
