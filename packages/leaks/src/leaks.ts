// Measures what each tool lets out and writes docs/leaks.md and the short table of the README: `leaks.ts [--tool <name>]…`.
// With `--tool`, prints those tables and writes nothing.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeSection } from '../../../scripts/section.ts'
import { channels } from './channels.ts'
import { formatSummary, formatTool, type Result } from './format-tables.ts'
import type { Measured } from './measured.ts'
import { runTool } from './run-tool.ts'
import { bare, findTool, type Tool, tools, versionOf } from './tools.ts'

const { values } = parseArgs({ options: { tool: { type: 'string', multiple: true } } })
const chosen = values.tool?.map(findTool) ?? tools
const root = join(import.meta.dirname, '../../..')

const reached = await measure(bare)
const results: Result[] = []
for (const tool of chosen) {
  const cells = await measure(tool)
  if (cells.length !== reached.length) throw new Error(`${tool.title} ran ${cells.length} of ${reached.length} cells`)
  results.push({ tool, version: versionOf(tool), cells })
}

const sections = [conditions(), ...results.map(formatTool)].join('\n\n')
const summary = formatSummary(results)
console.log(`${sections}\n\n${summary}`)
if (values.tool === undefined) {
  writeSection(join(root, 'docs/leaks.md'), 'leaks', sections)
  writeSection(join(root, 'README.md'), 'leaks', summary)
}

async function measure(tool: Tool): Promise<readonly Measured[]> {
  const begin = performance.now()
  let over = 0
  const cells = await runTool(tool, () => {
    over += 1
    if (process.stderr.isTTY) process.stderr.write(`\r${tool.title}: ${over} of ${channels.length} channels`)
  })
  const seconds = ((performance.now() - begin) / 1000).toFixed(0)
  console.error(`${process.stderr.isTTY ? '\r' : ''}${tool.title}: ${cells.length} calls in ${seconds} s          `)
  return cells
}

function conditions(): string {
  const date = new Date().toISOString().slice(0, 10)
  return `Measured on ${date} with Node ${process.version} on ${process.platform}. Without a tool, all ${reached.length} calls arrive.`
}
