import { isLoopbackName } from '../../../policy/attempt/address.ts'
import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import {
  symbolOrKey,
  withHandle,
  type CaresChannel,
  type LookupRequest,
  type NativeHandles,
} from '../../patch/native-handles.ts'
import { originalDns } from '../../patch/original-dns.ts'
import { nextTick } from '../../node/real-time.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { Decide } from '../../capabilities/decide.ts'
import type { NativeNotes } from '../../capabilities/native-notes.ts'
import type { Operation } from '../../capabilities/operation.ts'
import { learnFrom } from './learn-from.ts'
import { isLoopbackNeighbour } from './local-names.ts'
import { apply } from '../../node/originals.ts'

/** DNS queries by c-ares: `dns.resolve*`, `dns.reverse` and `Resolver`. They use sockets that no other hook sees. */
export const resolver: Channel = {
  name: 'resolver',
  install: (needs) => withHandle('cares', (cares) => gateQueries(needs, cares)),
  probe: {
    module: 'dns',
    channel: 'dns',
    attempt: () => {
      const probe = new (originalDns().Resolver)()
      probe.resolve4('probe.invalid', () => {})
      probe.cancel()
    },
  },
}

type QueryNeeds = Needs<'ownership' | 'decide' | 'notes' | 'nativeNotes'>

function gateQueries(needs: QueryNeeds, cares: NativeHandles['cares']): Restore {
  const servers = createServers()
  const pending = createPending()
  const queries = Object.getOwnPropertyNames(cares).filter((name) => /^(query|getHostByAddr)/.test(name))
  return restoreAll([
    ...queries.map((name) => gate(needs, cares, name, { servers, pending })),
    replaceProperty(cares, 'setServers', (setServers) => {
      return function (this: CaresChannel, list: Parameters<CaresChannel['setServers']>[0]): number {
        // Node fails here while c-ares has queries.
        if (pending.has(this)) return pendingQueries
        servers.set(
          this,
          list.map(([, address, port]) => ({ address, port })),
        )
        return apply(setServers, this, [list])
      }
    }),
  ])
}

type Query = (this: CaresChannel, request: LookupRequest, name: string, ...rest: unknown[]) => number

function gate(
  { ownership, decide, notes, nativeNotes }: QueryNeeds,
  prototype: CaresChannel & Record<string, unknown>,
  name: string,
  { servers, pending }: { readonly servers: Servers; readonly pending: Pending },
): Restore {
  const wrap = (query: Query): Query =>
    function (request, raw, ...rest) {
      const host = canonicalHost(raw)
      const own = servers.of(this)
      if (isLoopbackName(host) && own.length === 0) return pending.answer(this, () => answerLocally(request, name))
      // A server has to be asked for addresses next to the loopback address, so this query does not stay here.
      const port = isLoopbackNeighbour(host) ? 53 : undefined
      const attempt: Attempt = { channel: 'dns', host, port, raw }
      const current = ownership.current()
      const operation = current?.attempt.host === host ? current : ownership.begin(attempt)
      const error = decide(operation.attempt.host === host ? operation.attempt : attempt, operation)
      const refused = error ?? firstRefused(decide, operation, host, own)
      if (refused) return pending.answer(this, () => failLookup(request, refused))
      if (name === 'queryA' || name === 'queryAaaa') learnFrom(request, notes, operation, host)
      countUntilAnswered(nativeNotes, request)
      return apply(query, this, [request, raw, ...rest])
    }
  return replaceProperty(prototype, name, (query) => wrap(query as Query))
}

/** Names below `localhost` belong to this machine (RFC 6761). c-ares would send them to a server, and they can carry a secret. */
function answerLocally(request: LookupRequest, query: string): void {
  const addresses = { queryA: ['127.0.0.1'], queryAaaa: ['::1'] }[query]
  if (addresses) request.oncomplete(null, addresses, [0])
  else request.oncomplete('ENODATA')
}

/** A resolver with its own servers reaches those servers as well. */
function firstRefused(
  decide: Decide,
  operation: Operation,
  name: string,
  servers: readonly Server[],
): EgressBlockedError | undefined {
  for (const { address: raw, port } of servers) {
    const address = canonicalHost(raw)
    const error = decide({ channel: 'dns', host: address, address, port, raw: `${raw}:${port} for ${name}` }, operation)
    if (error) return error
  }
  return undefined
}

function failLookup(request: LookupRequest, error: EgressBlockedError): void {
  if (request.reject) request.reject(error)
  else request.callback?.(error)
}

/** In c-ares: there are pending queries. */
const pendingQueries = -1000

/** Queries that the guard answers itself in a later turn. */
interface Pending {
  has(channel: CaresChannel): boolean
  answer(channel: CaresChannel, answer: () => void): number
}

function createPending(): Pending {
  const counts = new WeakMap<CaresChannel, number>()
  const add = (channel: CaresChannel, count: number): void =>
    void counts.set(channel, (counts.get(channel) ?? 0) + count)
  return {
    has: (channel) => (counts.get(channel) ?? 0) > 0,
    answer: (channel, answer) => {
      add(channel, 1)
      nextTick(() => {
        add(channel, -1)
        answer()
      })
      return 0
    },
  }
}

/** A resolver's sockets look like those of native code that resolves a name. */
function countUntilAnswered(nativeNotes: NativeNotes, request: LookupRequest): void {
  const complete = request.oncomplete
  nativeNotes.lookups(1)
  request.oncomplete = function (this: LookupRequest, ...answer) {
    nativeNotes.lookups(-1)
    return complete.apply(this, answer)
  }
}

interface Server {
  readonly address: string
  readonly port: number
}

interface Servers {
  set(channel: CaresChannel, servers: readonly Server[]): void
  /** The servers that code set for this channel. None where it uses the system's. */
  of(channel: CaresChannel): readonly Server[]
}

/** Channels configured before the guard are recognized by servers that differ from the system's. */
function createServers(): Servers {
  const known = new WeakMap<CaresChannel, readonly Server[]>()
  let system: string | undefined
  const systemServers = (): string => {
    const handle = symbolOrKey(new (originalDns().Resolver)(), '_handle') as CaresChannel
    return (system ??= JSON.stringify(handle.getServers()))
  }
  return {
    set: (channel, servers) => known.set(channel, servers),
    of: (channel) => {
      const remembered = known.get(channel)
      if (remembered) return remembered
      const list = channel.getServers()
      const own = JSON.stringify(list) === systemServers() ? [] : list.map(([address, port]) => ({ address, port }))
      known.set(channel, own)
      return own
    },
  }
}
