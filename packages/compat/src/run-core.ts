import type { CommandCell, CoreCell, Manager } from './matrix.ts'
import type { Servers } from './servers.ts'
import { run } from './spawn.ts'

/** How each package manager runs what a package has put into `node_modules/.bin`. */
const execute: Readonly<Record<Manager, readonly [string, ...string[]]>> = {
  npm: ['npx', '--no-install'],
  pnpm: ['pnpm', 'exec'],
}

/** Uses the core without a runner; returns what differs from the expected. */
export async function runCore(
  cell: CoreCell,
  folder: string,
  node: string,
  servers: Servers,
): Promise<readonly string[]> {
  const env = { ALLOWED_URL: servers.allowedUrl, REFUSED_URL: servers.refusedUrl }
  const { host } = new URL(servers.allowedUrl)
  const [command, ...args] = commandOf(cell, node, host)
  const registered = cell.use === '--require register' ? { AGENTGUARD_ALLOW: host } : {}
  const { code, stdout, stderr } = await run(command, args, { cwd: folder, node, env: { ...env, ...registered } })

  const blocked = `Egress blocked: GET ${servers.refusedUrl}/usage`
  const isScript = cell.use === '--require register' || cell.use === 'agentguard run'
  const expected = isScript
    ? { code: 1, stdout: ['sunny', 'done'], stderr: [blocked, 'weather.mjs:11:'] }
    : { code: 0, stdout: ['sunny', `${servers.refusedUrl}/usage`, `true ${blocked}`, 'true'], stderr: [] }
  const problems = [
    ...(servers.takeBreaches() === 0
      ? []
      : ['A connection has reached the server that no code may reach, from here or from a cell beside it']),
    ...(code === expected.code ? [] : [`The exit code is ${code}`]),
    ...expected.stdout.filter((line) => !stdout.includes(line)).map((line) => `stdout lacks "${line}"`),
    ...expected.stderr.filter((line) => !stderr.includes(line)).map((line) => `stderr lacks "${line}"`),
    ...(isScript || stderr === '' ? [] : ['stderr is not empty']),
  ]
  return problems.length === 0 ? [] : [...problems, stdout, stderr]
}

function commandOf({ manager, use }: CoreCell, node: string, allow: string): readonly [string, ...string[]] {
  switch (use) {
    case 'import':
      return [node, 'uses.mjs']
    case 'require':
      return [node, 'uses.cjs']
    case '--require register':
      return [node, '--require', '@agentguard/core/register', 'script.mjs']
    case 'agentguard run':
      return [...execute[manager], 'agentguard', 'run', '--allow', allow, '--', 'node', 'script.mjs']
  }
}

/** Asks the command for its version, which has to be the one that was packed. */
export async function runCommand(
  { manager }: CommandCell,
  folder: string,
  node: string,
  version: string,
): Promise<readonly string[]> {
  const [command, ...args] = [...execute[manager], 'agentguard', '--version'] as const
  const { code, stdout, stderr } = await run(command, args, { cwd: folder, node })
  return code === 0 && stdout.trim() === version ? [] : [`The exit code is ${code}`, stdout, stderr]
}
