// The time of a scope in which nothing is started and nothing reached, in µs: `witness.ts <native> <scopes>`.
import { noEgress } from '@agentguard/core'

const [native, count] = process.argv.slice(2)
if (native !== 'witness' && native !== 'allow') throw new TypeError(`There is no native '${native}'`)
const scopes = Number(count)
const work = async (): Promise<void> => {
  await Promise.resolve()
}

for (let index = 0; index < 1000; index += 1) await noEgress({ native }, work)
const since = process.cpuUsage()
for (let index = 0; index < scopes; index += 1) await noEgress({ native }, work)
const { user, system } = process.cpuUsage(since)
console.log((user + system) / scopes)
process.exit()
