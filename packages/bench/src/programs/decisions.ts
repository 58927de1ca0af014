// The cost of one decision and of the rules behind it: `decisions.ts <number of rules>`.
// It reads the policy's sources: at any public call, a system call would hide a decision.
import { createPolicy } from '../../../core/src/policy/precedence/policy.ts'
import { decide } from '../../../core/src/policy/precedence/precedence.ts'

/** Nanoseconds a decision, milliseconds to make the policy, heap bytes a rule beyond the user's own strings. */
export interface DecisionCost {
  readonly decision: number
  readonly install: number
  readonly bytes: number
}

const count = Number(process.argv[2])
const allow = hostRules(count)
globalThis.gc?.()
globalThis.gc?.()
const before = process.memoryUsage().heapUsed
const begin = performance.now()
const policy = createPolicy({ allow }, 'bench')
// Indexes may be made at the first question.
decide(policy, { channel: 'tcp', host: 'first.example.com', port: 443, raw: '' })
const install = performance.now() - begin
globalThis.gc?.()
globalThis.gc?.()
const bytes = (process.memoryUsage().heapUsed - before) / count

const hosts = Array.from({ length: 64 }, (_, index) => allow[(index * 997) % count] ?? '')
const attempts = hosts.map(
  (host, index) => ({ channel: 'tcp', host: index % 2 ? `api.${host}` : host, port: 443, raw: '' }) as const,
)
const rounds: number[] = []
for (let round = 0; round < 9; round += 1) {
  const since = process.cpuUsage()
  for (let index = 0; index < 200_000; index += 1) decide(policy, attempts[index % 64] ?? { channel: 'tcp', raw: '' })
  const { user, system } = process.cpuUsage(since)
  rounds.push((user + system) / 200)
}
const decision = rounds.toSorted((a, b) => a - b)[4] ?? Number.NaN
console.log(JSON.stringify({ decision, install, bytes } satisfies DecisionCost))

/** A string joined from parts is flattened at its first use: these come in one piece, as from a config file. */
function hostRules(count: number): readonly string[] {
  const joined = Array.from({ length: count }, (_, index) => `service-${index}.region-${index % 7}.example.com`)
  return JSON.parse(JSON.stringify(joined)) as string[]
}
