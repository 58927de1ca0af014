import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { Measured } from './measured.ts'
import { findNamespace } from './namespace.ts'
import { bare, type Tool } from './tools.ts'

/**
 * Measures every cell under a tool, in a network namespace of its own.
 *
 * Where the system gives none, agentguard is measured all the same, since it asks for no name; the others are not.
 *
 * @param report is called with each channel when it is over
 */
export async function runTool(tool: Tool, report: (channel: string) => void = () => {}): Promise<readonly Measured[]> {
  const namespace = findNamespace()
  if (namespace === undefined && tool.name !== 'agentguard') {
    throw new Error('This system gives no network namespace (unshare, ip, mount): DNS lookups would leave it.')
  }
  const program = [process.execPath, join(import.meta.dirname, 'measure-tool.ts'), tool.name]
  const [file = '', ...args] = [...(namespace ?? []), ...program]
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, AGENTGUARD_LEAKS_ALONE: namespace === undefined ? '' : '1' },
  })
  const lines: string[] = []
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line)
    report(line)
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number | null]>])
  if (code !== 0) throw new Error(`measure-tool ${tool.name} ended with ${code}:\n${lines.join('\n')}`)
  // The program prints nothing else.
  const cells = JSON.parse(output) as readonly Measured[]
  const unreached = cells.filter(({ arrivals }) => arrivals.length === 0)
  if (tool === bare && unreached.length > 0) {
    throw new Error(
      `These reach nothing without a tool: ${unreached.map((one) => `${one.channel}, ${one.style}`).join('; ')}`,
    )
  }
  return cells
}
