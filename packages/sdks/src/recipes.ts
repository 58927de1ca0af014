import { clients } from './client-recipes.ts'
import { probes } from './probe-recipes.ts'
import type { Recipe, RecipeRow } from './recipe.ts'
import { services } from './service-recipes.ts'
import { telemetry } from './telemetry-recipes.ts'

/** Every package that is tried. */
export const recipes: readonly Recipe[] = [
  ...clients.map((row) => complete(row, 'an error')),
  ...services.map((row) => complete(row, 'an error')),
  ...telemetry.map((row) => complete(row, 'nothing')),
  ...probes.map((row) => complete(row, 'an error')),
]

function complete(row: RecipeRow, caller: Recipe['caller']): Recipe {
  return { package: row.name, when: 'call', standIn: 'yes', caller, ...row }
}
