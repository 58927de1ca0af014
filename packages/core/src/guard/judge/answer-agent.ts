import type { Socket } from 'node:net'
import { isLoopback } from '../../policy/attempt/address.ts'
import type { FromAgent, Target } from '../gateway/messages.ts'
import { carry, drop, hold } from './carry.ts'
import { connectAttempts, connectOutside, lookupAttempt, resolveOutside } from './destinations.ts'
import { portsOf } from './find-doors.ts'
import { judgeAttempt, type JudgedScopes } from './judged-scopes.ts'
import type { OwnServers } from './own-servers.ts'
import type { Agent } from './start-agent.ts'

/** What judging needs: scopes, servers of the run, and the outside addresses of names. */
export interface Judging {
  readonly agent: Agent
  readonly scopes: JudgedScopes
  readonly servers: OwnServers
  readonly addresses: Map<string, readonly string[]>
  /** Loopback ports whose doors the agent has opened by verdicts. */
  readonly opened: Set<number>
}

type Asked = Extract<FromAgent, { kind: 'name' | 'ask' | 'arrived' }>

/** Judges what the agent reports of a program, and lets it continue or not. */
export async function answerAgent(judging: Judging, asked: Asked, socket: Socket | undefined): Promise<void> {
  if (asked.kind === 'name') await answerName(judging, asked)
  else if (asked.kind === 'ask') {
    const isAllowed = allowedAddresses(judging, asked).length > 0
    if (isAllowed && isLoopback(asked.target.address)) judging.opened.add(asked.target.port)
    judging.agent.send({ kind: 'verdict', id: asked.id, isAllowed })
  } else if (socket) await letThrough(judging, asked, socket)
}

async function answerName(judging: Judging, { id, name, bare, who }: Extract<Asked, { kind: 'name' }>): Promise<void> {
  const { agent, scopes, addresses } = judging
  const asking = scopes.find(who)
  // A name with a search domain appended is a second spelling of the bare name, which is judged instead, and asked for later.
  if (!asking || !judgeAttempt(asking, lookupAttempt(bare)) || bare !== name) {
    agent.send({ kind: 'named', id, answer: 'missing', ports: [] })
    return
  }
  const found = await resolveOutside(name)
  addresses.set(name, found.addresses)
  const ports = portsOf(asking.policies, name, found.addresses)
  agent.send({ kind: 'named', id, answer: found.answer, ports })
}

/** Every address that may be connected to. Attempts are recorded only where none may. */
function allowedAddresses(
  { scopes, servers, addresses }: Judging,
  { target, who }: Extract<Asked, { kind: 'ask' | 'arrived' }>,
): readonly string[] {
  const asking = scopes.find(who)
  if (!asking) return []
  const attempts = connectAttempts(target, known(addresses, target), servers.owns)
  return attempts.flatMap((attempt) => (judgeAttempt(asking, attempt) ? (attempt.address ?? []) : []))
}

function known(addresses: Judging['addresses'], { name }: Target): readonly string[] {
  return name === undefined ? [] : (addresses.get(name) ?? [])
}

async function letThrough(judging: Judging, asked: Extract<Asked, { kind: 'arrived' }>, socket: Socket): Promise<void> {
  hold(socket)
  const allowed = allowedAddresses(judging, asked)
  const outside = await connectOutside(allowed, asked.target.port)
  if (outside) carry(socket, outside)
  else drop(socket)
}
