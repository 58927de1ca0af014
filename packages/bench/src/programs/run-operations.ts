// Measures batches of one operation, each when the parent asks for it: `run-operations.ts <variant> <operation> <target> <rule>…`.
import { isVariant } from '../variants.ts'
import { installVariant } from './install-variant.ts'
import { operations, type OperationName, type Target } from './operations.ts'

/** The time of one operation in a batch, in microseconds. */
export interface BatchTime {
  readonly wall: number
  readonly cpu: number
}

const [variant, name = '', target = '{}', ...allow] = process.argv.slice(2)
if (!isVariant(variant)) throw new TypeError(`There is no variant '${variant}'`)
await installVariant(variant, allow)
// The parent passes what `operations` has, and a target as JSON.
const operation = await operations[name as OperationName](JSON.parse(target) as Target)
if (variant === 'agentguard') await checkOutcome()

process.on('message', (count: number) => {
  void runBatch(count).then((time) => process.send?.(time))
})
process.send?.('ready')

/** An operation drops its error: what is measured as allowed must be let through, and what is measured as blocked refused. */
async function checkOutcome(): Promise<void> {
  const { observeEgress } = await import('@agentguard/core')
  const { violations } = await observeEgress({ allow }, operation)
  if (violations.length > 0 !== (allow.length === 0)) {
    throw new Error(
      `${name} is ${violations.length > 0 ? 'blocked' : 'let through'} with the rules: ${allow.join(', ')}`,
    )
  }
}

async function runBatch(count: number): Promise<BatchTime> {
  const cpu = process.cpuUsage()
  const begin = performance.now()
  for (let index = 0; index < count; index += 1) await operation()
  const wall = performance.now() - begin
  const { user, system } = process.cpuUsage(cpu)
  return { wall: (wall * 1000) / count, cpu: (user + system) / count }
}
