// The cost of child processes, one after the other: `children.ts <variant> <count>`. The first is left out, as a warm-up.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isVariant } from '../variants.ts'
import { installVariant } from './install-variant.ts'

const [variant, count] = process.argv.slice(2)
if (!isVariant(variant)) throw new TypeError(`There is no variant '${variant}'`)
await installVariant(variant, [])
const child = fileURLToPath(new URL('child.cjs', import.meta.url))
const start = (): unknown => JSON.parse(spawnSync(process.execPath, [child], { encoding: 'utf8' }).stdout)
start()
console.log(JSON.stringify(Array.from({ length: Number(count) }, start)))
process.exit()
