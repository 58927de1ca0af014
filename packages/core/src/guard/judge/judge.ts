import type { Socket } from 'node:net'
import { cannotGuard } from '../../policy/precedence/verdicts.ts'
import { hiddenSockets } from '../gateway/hidden-sockets.ts'
import { type JudgeInput, ready, settled } from '../gateway/judge-input.ts'
import type { FromAgent, Place } from '../gateway/messages.ts'
import { findTools, type Tools } from '../gateway/namespace.ts'
import { networkOf } from '../gateway/network-of.ts'
import { remedyFor } from '../gateway/remedy.ts'
import { writeState } from '../gateway/state-file.ts'
import { listenersPath } from '../spool/spool-paths.ts'
import { answerAgent } from './answer-agent.ts'
import { carry, drop, hold } from './carry.ts'
import { createViews } from './create-views.ts'
import { createJudgedScopes, type JudgedScopes, record } from './judged-scopes.ts'
import { foreignPorts } from './foreign-ports.ts'
import { keepUp } from './keep-up.ts'
import { followServers } from './own-servers.ts'
import { serveOutside } from './serve-outside.ts'
import { type Agent, startAgent } from './start-agent.ts'

/** What the test thread asks of the judge directly, besides what it writes to files. */
export interface Judge {
  /** Records what the kernel has counted, and reports that in the shared numbers. */
  settle(times: number): void
  /** Ends the agent and gives the reason. Nothing gets out afterwards. */
  end(problem: string): void
}

/**
 * Judges the attempts of programs in a namespace. It runs in its own thread, since the test thread is blocked during
 * `spawnSync`. It has the policies of the scopes as data, and records a refusal before the program learns of it.
 */
export function runJudge(input: JudgeInput): Judge {
  const flags = new Int32Array(input.shared)
  const signal = (at: number, value: number): void => {
    Atomics.store(flags, at, value)
    Atomics.notify(flags, at)
  }
  const scopes = createJudgedScopes(input.bound)
  const fail = (problem: string): void => {
    const asking = scopes.find(undefined)
    // Recorded before anyone can know of it.
    if (asking && flags[ready] === 1) record(asking, scopes.lastProgram(), cannotGuard(`the gateway ended: ${problem}`))
    writeState(input.state, { problem: `${problem}. ${remedyFor(problem)}` })
    signal(ready, 1)
  }
  const tools = findTools()
  if ('problem' in tools) {
    fail(tools.problem)
    return { settle: (times) => signal(settled, times), end: () => {} }
  }
  const agent = startJudging(input, tools, scopes, { fail, isReady: () => signal(ready, 1) })
  return {
    settle: (times) => void recordCounted(agent, scopes).then(() => signal(settled, times)),
    end: (problem) => agent.end(problem),
  }
}

interface Outcome {
  readonly fail: (problem: string) => void
  readonly isReady: () => void
}

function startJudging(input: JudgeInput, tools: Tools, scopes: JudgedScopes, { fail, isReady }: Outcome): Agent {
  const { directory, node, agent: file, env } = input
  const hidden = hiddenSockets(env, process.getuid?.() ?? 0)
  const paths = hidden.map(({ path }) => path)
  const inside: { net?: string } = {}
  const isInside = (pid: number): boolean => inside.net !== undefined && networkOf(pid) === inside.net
  const servers = followServers(listenersPath(directory), isInside)
  const outside = serveOutside(servers, (place, socket) => void dialInside(agent, place, socket))
  const addresses = new Map<string, readonly string[]>()
  const kept = { input, scopes, servers, outside, opened: new Set<number>() }
  const keeping: { refresh?: () => Promise<void>; foreign: readonly number[] } = { foreign: [] }
  const hear = (message: FromAgent, socket: Socket | undefined): void => {
    if (message.kind === 'ready') {
      inside.net = message.net
      const state = { nsenter: tools.nsenter, agent: agent.pid, net: message.net, hidden: paths }
      const views = createViews(agent, tools.unshare, hidden)
      keeping.refresh = keepUp({ ...kept, agent, state, views, foreign: keeping.foreign })
      void keeping.refresh().then(isReady)
    } else if (message.kind === 'listening') {
      void outside.serve(message.places).then(async () => keeping.refresh?.())
    } else if (message.kind === 'name' || message.kind === 'ask' || message.kind === 'arrived') {
      void answerAgent({ ...kept, agent, addresses }, message, socket)
    }
  }
  const agent = startAgent({ tools, node, file, hidden: paths }, { message: hear, ended: fail })
  // Read while the agent starts, which takes longer.
  keeping.foreign = foreignPorts(servers)
  agent.watch(keeping.foreign)
  return agent
}

/** Passes a connection from outside to a server of a program. */
async function dialInside(agent: Agent, place: Place, socket: Socket): Promise<void> {
  hold(socket)
  const answered = await agent.ask((id) => ({ kind: 'dial', id, place }))
  if (answered?.socket) carry(socket, answered.socket)
  else drop(socket)
}

/** Attributes an attempt that left only a number to a running program, or else to the one that was started last. */
async function recordCounted(agent: Agent, scopes: JudgedScopes): Promise<void> {
  const { message } = (await agent.ask((id) => ({ kind: 'count', id }))) ?? {}
  if (message?.kind !== 'counted' || message.packets === 0) return
  const asking = scopes.find(message.running[0])
  if (!asking) return
  const by = { kind: 'kernel', packets: message.packets } as const
  record(asking, scopes.lastProgram(), { outcome: 'block', reason: 'program-tried', by, softened: undefined })
}
