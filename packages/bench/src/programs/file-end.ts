// The CPU time of the end of a test file whose one test has left nothing in flight, in ms: `file-end.ts`.
import { openTestFile } from '@agentguard/core/internal'

const input = { file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'bench' }

async function costOfEnd(): Promise<number> {
  const file = openTestFile(input)
  file.openTest('a test').run('test', () => {})
  const since = process.cpuUsage()
  await file.settle()
  const { user, system } = process.cpuUsage(since)
  file.close()
  return (user + system) / 1000
}

const costs: number[] = []
for (let round = 0; round < 300; round += 1) costs.push(await costOfEnd())
// The first ones are not compiled yet.
console.log(JSON.stringify(costs.slice(100).toSorted((a, b) => a - b)[100]))
