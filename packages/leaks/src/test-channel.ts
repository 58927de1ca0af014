import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, test } from 'vitest'
import { takenBefore } from './before.ts'
import type { ChannelName } from './channels.ts'
import type { Far } from './far.ts'
import { type Style, styles } from './styles.ts'

/** One call of code to the servers, and what its caller can notice. */
export interface Visit extends Pick<Far, 'ports' | 'unixPath'> {
  /** The API reported to its caller that it is connected. */
  readonly connected: () => void
  /** What ends whatever the call may leave open. */
  readonly after: (end: () => void) => void
}

/** A call resolves to a success of the API, and rejects with the failure that it reports to its caller. */
export type Cell = (visit: Visit) => Promise<unknown>

export type Cells = Readonly<Partial<Record<Style, Cell>>>

/** What one cell did, as the test hands it to the reporter. */
export interface Observed {
  readonly channel: ChannelName
  readonly style: Style
  readonly arrivals: readonly string[]
  readonly got: 'success' | 'connected' | 'error' | 'nothing'
  readonly error?: string
}

declare module 'vitest' {
  interface TaskMeta {
    observed?: Observed
  }
}

/** No answer of a server on this machine takes as long. */
const patience = 4000

/** One test for each style. Each swallows what its call says, as the packages do that this is about. */
export function testChannel(channel: ChannelName, cells: Cells): void {
  const { far } = takenBefore()
  const ends: (() => void)[] = []
  beforeAll(() => (channel === 'dns lookup' && process.env['AGENTGUARD_LEAKS_ALONE'] ? far.answerLookups() : undefined))
  // At the end of the file: what is seen in the kernel is looked for at the end of a test.
  afterAll(() => {
    for (const end of ends) end()
  })

  for (const style of styles) {
    const cell = cells[style]
    if (!cell) continue
    test(style, async ({ task }) => {
      await far.take()
      const seen = await watch(cell, far, (end) => ends.push(end))
      task.meta.observed = { channel, style, ...seen, arrivals: await far.take() }
    })
  }
}

async function watch(
  cell: Cell,
  { ports, unixPath }: Far,
  after: Visit['after'],
): Promise<Pick<Observed, 'got' | 'error'>> {
  const seen = { connected: false }
  const connected = (): void => {
    seen.connected = true
  }
  const call = async (): Promise<Pick<Observed, 'got' | 'error'>> => {
    try {
      await cell({ ports, unixPath, connected, after })
      return { got: 'success' }
    } catch (error) {
      return { got: 'error', error: String(error) }
    }
  }
  const late = new AbortController()
  const over = await Promise.race([call(), setTimeout(patience, undefined, { signal: late.signal })])
  late.abort()
  return over ?? { got: seen.connected ? 'connected' : 'nothing' }
}
