import http from 'node:http'
import { replaceProperty, type Restore } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import type { Judge, Operation } from './channel.ts'

type Method = (this: http.Agent, request: http.ClientRequest, ...rest: unknown[]) => void

/** Methods of the agent that Node documents for subclasses, and that its types leave out. */
export const agentPrototype = http.Agent.prototype as unknown as Record<'addRequest' | 'createSocket', Method>

/** Agents of other packages, found when they are first used. */
export interface AgentSubclasses {
  see(agent: unknown): void
  readonly restore: Restore
}

/**
 * Ties the connections that agents of other packages make, in later turns and to proxies as a rule, to the request that
 * they are for. They override `createSocket`, or, up to agent-base 6, `addRequest`.
 */
export function watchAgentSubclasses(
  judge: Judge,
  operationOf: (request: http.ClientRequest, options: unknown) => Operation,
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
          return judge.carry(operationOf(request, rest[0]), () => Reflect.apply(original, this, [request, ...rest]))
        }
      }),
    )
  }
  return {
    see: (agent) => {
      if (!(agent instanceof http.Agent)) return
      const { addRequest, createSocket } = agent as unknown as typeof agentPrototype
      if (createSocket !== agentPrototype.createSocket) patch(agent, 'createSocket')
      if (addRequest !== agentPrototype.addRequest) patch(agent, 'addRequest')
    },
    restore: restoreAll(restores),
  }
}

/** The class that overrides the method; an instance's own method is left alone, for instances come and go. */
function ownerOf(agent: object, key: 'addRequest' | 'createSocket'): typeof agentPrototype | undefined {
  let at: object | null = agent
  while (at && !Object.hasOwn(at, key)) at = Object.getPrototypeOf(at) as object | null
  return at === agent || at === null ? undefined : (at as typeof agentPrototype)
}
