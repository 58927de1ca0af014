// The cost of loading and installing one variant: `start-up.ts <variant>`. CPU in milliseconds, memory in MB, of the process.
// With `keep`, the process ends the guard, and so leaves what later ones start from.
import { isVariant } from '../variants.ts'
import { installVariant } from './install-variant.ts'

const [variant, keep] = process.argv.slice(2)
if (!isVariant(variant)) throw new TypeError(`There is no variant '${variant}'`)
await (keep === 'keep' ? keepCompiled() : installVariant(variant, []))
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
console.log(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, rss: maxRSS / 1024 }))
process.exit()

async function keepCompiled(): Promise<void> {
  const { installGuard } = await import('@agentguard/core')
  installGuard().uninstall()
}
