// Writes the table of the README again.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatTable } from './format-table.ts'
import { recipes } from './recipes.ts'
import { versions } from './versions.ts'

const path = join(import.meta.dirname, '../README.md')
const table = `<!-- table -->\n\n${formatTable(recipes, versions())}\n\n<!-- /table -->`
writeFileSync(
  path,
  readFileSync(path, 'utf8').replace(/<!-- table -->[\s\S]*<!-- \/table -->/, () => table),
)
