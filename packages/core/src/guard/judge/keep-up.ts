import { watch } from 'node:fs'
import { setInterval } from 'node:timers'
import type { JudgeInput } from '../gateway/judge-input.ts'
import { readStart } from '../gateway/start-line.ts'
import { type ReadyState, startsPath, writeState } from '../gateway/state-file.ts'
import { statSync } from '../node/original-fs.ts'
import { followFile } from '../spool/growing-file.ts'
import { listenersPath } from '../spool/spool-paths.ts'
import { placesOf } from './find-doors.ts'
import { foreignPorts } from './foreign-ports.ts'
import type { Views } from './create-views.ts'
import type { JudgedScopes } from './judged-scopes.ts'
import type { OwnServers } from './own-servers.ts'
import type { Outside } from './serve-outside.ts'
import type { Agent } from './start-agent.ts'

/** What `keepUp` works with. */
export interface Keeping {
  readonly input: JudgeInput
  readonly scopes: JudgedScopes
  readonly servers: OwnServers
  readonly outside: Outside
  readonly views: Views
  readonly agent: Agent
  /** Loopback ports whose doors verdicts have opened. */
  readonly opened: ReadonlySet<number>
  /** Loopback ports where other processes listened a moment ago. */
  readonly foreign: readonly number[]
  readonly state: Pick<ReadyState, 'nsenter' | 'agent' | 'net' | 'hidden'>
}

/** In milliseconds. Polled, since servers do not announce that they close. */
const lookEvery = 100

/**
 * Keeps the doors in the namespace in step with the run's servers and the rules of its scopes. Writes to the state how
 * far it has read, which a starter waits for before its program runs.
 */
export function keepUp(keeping: Keeping): () => Promise<void> {
  const { input, scopes, servers, outside, views, agent, state, opened } = keeping
  const files = { starts: startsPath(input.state), listeners: listenersPath(input.directory) }
  const starts = followFile(files.starts)
  let { foreign } = keeping
  let known = -1
  let doors = ''
  let written = ''
  const once = async (): Promise<void> => {
    const read = { starts: sizeOf(files.starts), listeners: sizeOf(files.listeners) }
    for (const line of starts.read().lines) {
      const start = readStart(line)
      if (start) scopes.started(start)
    }
    const all = [...scopes.all()]
    const shown = await views.of(all)
    const own = servers.places()
    if (all.length !== known && known !== -1) foreign = foreignPorts(servers)
    known = all.length
    const watched = foreign.filter((port) => !own.some((place) => place.port === port))
    const places = [...own, ...all.flatMap(([, { policy }]) => placesOf(policy, watched))]
    const wanted = JSON.stringify([places, watched])
    if (wanted !== doors) await agent.ask((id) => ({ kind: 'open', id, doors: places, watched }))
    // The state has its end by now.
    if (agent.hasEnded()) return
    doors = wanted
    const notPrograms = [...places.map(({ port }) => port), ...outside.taken, ...opened]
    const next = { ...state, read, notPrograms, served: outside.served(), views: shown }
    if (JSON.stringify(next) !== written) writeState(input.state, next)
    written = JSON.stringify(next)
  }
  const refresh = oneAtATime(once)
  for (const file of Object.values(files)) hearOf(file, () => void refresh())
  setInterval(() => void refresh(), lookEvery)
  return refresh
}

/** Where the system has no watch left, polling finds the change. */
function hearOf(file: string, changed: () => void): void {
  try {
    watch(file, changed).on('error', () => {})
  } catch {
    // This user has no watches left.
  }
}

/** Calls during a run cause one more run after it. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const start = async (): Promise<void> => {
    running = run()
    await running
    running = undefined
  }
  return async () => {
    if (!running) return start()
    next ??= running.then(async () => {
      next = undefined
      return start()
    })
    return next
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}
