import type { HiddenSocket } from '../gateway/hidden-sockets.ts'
import { allows } from '../../policy/precedence/precedence.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import type { JudgedScope } from './judged-scopes.ts'
import type { Agent } from './start-agent.ts'

/** Which of the hidden sockets the programs of some scopes see. */
export interface Views {
  /** The processes that hold these views, by ticket. A scope whose rules name no such socket has none. */
  of(scopes: Iterable<readonly [string, JudgedScope]>): Promise<Readonly<Record<string, number>>>
}

/** Each list of sockets has one view, made when the first scope needs it. */
export function createViews(agent: Agent, unshare: string, hidden: readonly HiddenSocket[]): Views {
  const bySockets = new Map<string, Promise<number>>()
  const byTicket: Record<string, number> = {}
  const seen = new Set<string>()
  const make = async (sockets: readonly string[]): Promise<number> => {
    const answered = await agent.ask((id) => ({ kind: 'show', id, unshare, sockets }))
    if (answered?.message.kind === 'shown' && answered.message.problem === undefined) return answered.message.pid
    const problem = answered?.message.kind === 'shown' ? answered.message.problem : undefined
    agent.end(`${sockets.join(' and ')} cannot be shown: ${problem ?? 'its agent did not answer'}`)
    return 0
  }
  return {
    of: async (scopes) => {
      for (const [ticket, { policy }] of scopes) {
        if (seen.has(ticket)) continue
        seen.add(ticket)
        const sockets = visibleTo(policy, hidden)
        if (sockets.length === 0) continue
        const key = sockets.join('\0')
        const view = bySockets.get(key) ?? make(sockets)
        bySockets.set(key, view)
        byTicket[ticket] = await view
      }
      return byTicket
    },
  }
}

function visibleTo(policy: Policy, hidden: readonly HiddenSocket[]): readonly string[] {
  const isVisible = (name: string): boolean => allows(policy, { channel: 'pipe', unixPath: name, raw: name })
  return hidden.filter(({ names }) => names.some(isVisible)).map(({ path }) => path)
}
