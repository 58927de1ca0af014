import { markdownTable } from 'markdown-table'
import { type ChannelName, channels, titles } from './channels.ts'
import { type Grade, grade, signs } from './grade.ts'
import type { Measured } from './measured.ts'
import { styles } from './styles.ts'
import type { Tool } from './tools.ts'

/** All cells of a tool. */
export interface Result {
  readonly tool: Tool
  readonly version: string
  readonly cells: readonly Measured[]
}

/** The section of a tool: each channel by each style, with ✓ where the test fails. */
export function formatTool({ tool, version, cells }: Result): string {
  const rows = channels.map((channel) => [
    titles[channel],
    ...styles.map((style) => {
      const cell = cells.find((one) => one.channel === channel && one.style === style)
      return cell === undefined ? '–' : `${signs[grade(cell)]}${cell.reported ? '✓' : ''}`
    }),
  ])
  const table = markdownTable([['', ...styles], ...rows])
  return `## ${tool.title}\n\n${version}, ${tool.setting}. ${countsOf(cells)}\n\n${table}`
}

function countsOf(cells: readonly Measured[]): string {
  const count = (wanted: Grade): number => cells.filter((cell) => grade(cell) === wanted).length
  const counts = [`${count('blocked')} blocked`, `${count('leaked')} leaked`]
  if (count('faked') > 0) counts.push(`${count('faked')} reported false success`)
  if (count('hung') > 0) counts.push(`${count('hung')} never answered`)
  return `Of ${cells.length} calls: ${counts.join(', ')}. The test fails for ${cells.filter((one) => one.reported).length}.`
}

/** The rows of the short table. */
const groups: readonly (readonly [title: string, channels: readonly ChannelName[]])[] = [
  ['http, https', ['http', 'https']],
  ['fetch', ['fetch']],
  ['both, to a `*.json`', ['http json', 'fetch json']],
  ['undici, also its own Agent', ['undici', 'undici Agent']],
  ['net, tls', ['net', 'tls']],
  ['unix sockets', ['unix']],
  ['http2', ['http2']],
  ['WebSocket, EventSource', ['WebSocket', 'ws', 'EventSource']],
  ['UDP', ['udp']],
  ['DNS', ['dns lookup', 'dns resolve']],
  ['requests through a proxy', ['proxy']],
  ['child processes', ['child process', 'another program']],
  ['worker threads', ['worker']],
  ['native addons', ['native']],
  ['requests on open connections', ['open http', 'open fetch', 'open undici', 'open http2']],
  ['bytes on an open socket', ['open net']],
  ['a database pool that is open', ['open redis']],
  ['requests led to another server', ['rewritten']],
]

/** Each group of channels by tool: what its calls became, whatever their style, and ✓ where the test fails for every one. */
export function formatSummary(results: readonly Result[]): string {
  const rows = groups.map(([title, of]) => [title, ...results.map(({ cells }) => joined(cells.filter(isIn(of))))])
  const reports = results.map(({ cells }) => `${cells.filter(({ reported }) => reported).length} of ${cells.length}`)
  return markdownTable([['', ...results.map(({ tool }) => tool.title)], ...rows, ['the test fails', ...reports]])
}

function isIn(of: readonly ChannelName[]): (cell: Measured) => boolean {
  return ({ channel }) => of.includes(channel)
}

function joined(cells: readonly Measured[]): string {
  const grades = new Set(cells.map(grade))
  const found = (['blocked', 'faked', 'hung', 'leaked'] as const).filter((one) => grades.has(one))
  const isReported = cells.every(({ reported }) => reported)
  return `${found.map((one) => signs[one]).join(' ')}${isReported ? '✓' : ''}`
}
