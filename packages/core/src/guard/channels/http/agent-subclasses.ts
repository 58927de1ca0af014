import type { Agent, ClientRequest } from 'node:http'
import { builtins } from '../../node/builtins.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { Ownership } from '../../capabilities/ownership.ts'
import { apply } from '../../node/originals.ts'

type Method = (this: Agent, request: ClientRequest, ...rest: unknown[]) => void

/** Methods of the agent that Node documents for subclasses, and that its types omit. */
export type AgentMethods = Record<'addRequest' | 'createSocket', Method>

/** The prototype of Node's own agent. */
export function agentPrototype(): AgentMethods {
  return builtins.httpAgent.Agent.prototype as unknown as AgentMethods
}

/** Agents of other packages, found on their first use. */
export interface AgentSubclasses {
  see(agent: unknown): void
  readonly restore: Restore
}

/**
 * Ties the connections of other packages' agents to the request that they are for. Such agents connect in later turns,
 * usually to proxies. They override `createSocket` or, up to agent-base 6, `addRequest`.
 */
export function watchAgentSubclasses(
  ownership: Ownership,
  operationOf: (request: ClientRequest, options: unknown) => Operation,
): AgentSubclasses {
  const restores: Restore[] = []
  const patched = new WeakSet<object>()
  const patch = (agent: object, key: 'addRequest' | 'createSocket'): void => {
    const prototype = ownerOf(agent, key)
    if (!prototype || patched.has(prototype)) return
    patched.add(prototype)
    restores.push(
      replaceProperty(prototype, key, (original) => {
        return function (request, ...rest) {
          return ownership.carry(operationOf(request, rest[0]), () => apply(original, this, [request, ...rest]))
        }
      }),
    )
  }
  return {
    see: (agent) => {
      if (!(agent instanceof builtins.httpAgent.Agent)) return
      const { addRequest, createSocket } = agent as unknown as AgentMethods
      const own = agentPrototype()
      if (createSocket !== own.createSocket) patch(agent, 'createSocket')
      if (addRequest !== own.addRequest) patch(agent, 'addRequest')
    },
    restore: restoreAll(restores),
  }
}

/** The class that overrides the method. A method of one instance is left alone, since instances come and go. */
function ownerOf(agent: object, key: 'addRequest' | 'createSocket'): AgentMethods | undefined {
  let at: object | null = agent
  while (at && !Object.hasOwn(at, key)) at = Object.getPrototypeOf(at) as object | null
  return at === agent || at === null ? undefined : (at as AgentMethods)
}
