// All that must hold before a change goes in, cheapest first. Runs every step, then says which ones failed.
import { formatSeconds, runStep } from './run-step.ts'

const steps = {
  format: 'format:check',
  build: 'build',
  lint: 'lint',
  types: 'types',
  docs: 'docs',
  site: 'docs:build',
  packaging: 'packaging',
  tests: 'test:built',
}

const failed: string[] = []
const begin = performance.now()

for (const [name, script] of Object.entries(steps)) {
  console.log(`\n── ${name}`)
  const since = performance.now()
  const code = await runStep('pnpm', ['--silent', 'run', script])
  console.log(`── ${name} ${code === 0 ? 'ok' : 'FAILED'} in ${formatSeconds(since)}`)
  if (code !== 0) failed.push(name)
}

console.log(`\n${failed.length === 0 ? 'ok' : `Failed: ${failed.join(', ')}`} in ${formatSeconds(begin)}`)
process.exitCode = failed.length === 0 ? 0 : 1
