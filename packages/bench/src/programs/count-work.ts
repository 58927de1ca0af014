// Counts how much code of the guard runs: `count-work.ts <cases> <rule>…`. Prints the number of characters by name.
import { Session, type Profiler } from 'node:inspector/promises'
import type { WorkCase } from '../work.ts'
import { operations } from './operations.ts'

const [given = '[]', ...allow] = process.argv.slice(2)
// The parent passes it as JSON.
const cases = JSON.parse(given) as readonly WorkCase[]
const built = new URL('.', import.meta.resolve('@agentguard/core')).href
const times = 20

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

const { installGuard } = await import('@agentguard/core')
installGuard({ allow })
const counted: Record<string, number> = { 'import and install': await executed() }
for (const { name, operation, target } of cases) {
  const once = await operations[operation](target)
  // The first ones load parts that later ones find.
  for (let warm = 0; warm < 5; warm += 1) await once()
  await executed()
  for (let time = 0; time < times; time += 1) await once()
  counted[name] = Math.round((await executed()) / times)
}
console.log(JSON.stringify(counted))
process.exit()

/** The characters of the guard that have run since the last call, each as often as it ran. */
async function executed(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result
    .filter(({ url }) => new URL(url.startsWith('/') ? `file://${url}` : url, built).href.startsWith(built))
    .flatMap(({ functions }) => functions.map(({ ranges }) => charactersIn(ranges)))
    .reduce((sum, characters) => sum + characters, 0)
}

/** Ranges are nested, outer ones first. What an inner range covers, an outer one does not. */
function charactersIn(ranges: readonly Profiler.CoverageRange[]): number {
  const open: Profiler.CoverageRange[] = []
  return ranges.reduce((sum, range) => {
    while (open.length > 0 && (open.at(-1)?.endOffset ?? 0) <= range.startOffset) open.pop()
    const outer = open.at(-1)?.count ?? 0
    open.push(range)
    return sum + (range.endOffset - range.startOffset) * (range.count - outer)
  }, 0)
}
