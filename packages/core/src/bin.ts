#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { help, parseCommandLine } from './cli/command-line.ts'
import { runCommand } from './cli/run-command.ts'
import { tooOld } from './guard/supported-node.ts'
import { findIsolation } from './isolation/find-isolation.ts'

const wayOut =
  'Nothing was run. Install util-linux and iproute2, or bubblewrap; let ordinary users make user namespaces ' +
  '(sysctl kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0); in Docker, run with ' +
  '--cap-add SYS_ADMIN or a seccomp profile that allows unshare. Or run without --isolate.'

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const problem = tooOld(process.versions.node)
  if (problem !== undefined) throw new Error(problem)
  const asked = parseCommandLine(process.argv.slice(2))
  if (asked.wants !== 'run') {
    process.stdout.write(asked.wants === 'help' ? help : `${readVersion()}\n`)
    return 0
  }
  const isolation = asked.isolate ? findIsolation() : undefined
  if (isolation && 'problem' in isolation) {
    throw new Error(`agentguard run --isolate: ${isolation.problem}.\n${wayOut}`)
  }
  const { code, report } = await runCommand(asked.command, asked.options, isolation)
  if (report !== '') process.stderr.write(`\n${report}\n`)
  return code
}

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return manifest.version
}
