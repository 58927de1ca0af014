import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import { isAddress, isLoopbackName } from '../../../policy/attempt/address.ts'
import { type EgressBlockedError, refusalOf } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import { type Binding, withBinding } from '../../patch/native-bindings.ts'
import { withHandle, type LookupRequest } from '../../patch/native-handles.ts'
import { originalDns } from '../../patch/original-dns.ts'
import { nextTick } from '../../node/real-time.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { watchAssignment } from '../../patch/watch-assignment.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import { learnFrom } from './learn-from.ts'
import { isBelowLocalhost, isInetAton, isLoopbackNeighbour } from './local-names.ts'
import { gatePublicLookup } from './public-lookup.ts'
import { apply } from '../../node/originals.ts'

/** DNS lookups through the system's resolver: `dns.lookup`, `dns.lookupService`, and everything that connects by name. */
export const lookup: Channel = {
  name: 'dns',
  install: (needs) => {
    const requests = ['addressRequest', 'nameRequest'] as const
    const callbacks = (cares: Binding): Restore =>
      restoreAll([gateCallbacks(needs, cares, 'getaddrinfo'), gateCallbacks(needs, cares, 'getnameinfo')])
    return restoreAll([
      ...requests.map((name) => withHandle(name, (prototype) => gatePromises(needs, prototype))),
      withBinding('cares_wrap', callbacks, () => whenLoaded('dns', () => gateWithoutBinding(needs))),
    ])
  },
  probe: {
    module: 'dns',
    channel: 'dns',
    attempt: () => {
      try {
        originalDns().lookup('probe.invalid', () => {})
      } catch {
        // Under `--permission` a refusal is thrown here. The probe only needs to see it.
      }
    },
  },
}

type LookupNeeds = Needs<'ownership' | 'decide' | 'notes' | 'unanswered'>

function gateWithoutBinding(needs: LookupNeeds): Restore {
  const { restore, isPassing } = gatePublicLookup((request) => decideLookup(needs, request))
  return restoreAll([
    restore,
    withHandle('addressRequest', (prototype) => gateThrowing(needs, prototype, isPassing)),
    withHandle('nameRequest', (prototype) => gateThrowing(needs, prototype, isPassing)),
  ])
}

function gateCallbacks(needs: LookupNeeds, binding: Binding, key: 'getaddrinfo' | 'getnameinfo'): Restore {
  // Safe, since Node's own code assumes the same shape.
  const cares = binding as Record<typeof key, (...args: unknown[]) => number>
  return replaceProperty(cares, key, (original) => (...args: unknown[]) => {
    const [request, name, ...rest] = args as [LookupRequest, string, ...unknown[]]
    // The promise API keeps the function that it finds here when it loads. It has its own gate below, which has decided by now.
    if (request.reject) return apply(original, cares, args)
    const error = decideLookup(needs, request)
    if (!error) return apply(original, cares, [request, isBelowLocalhost(name) ? 'localhost' : name, ...rest])
    nextTick(() => request.callback?.(error))
    return 0
  })
}

/**
 * The promise API calls a binding function that it captured at load, ours or an earlier one. Just before that call,
 * inside the promise's executor, it assigns `reject` to its request. Throwing there rejects the promise.
 */
function gatePromises(needs: LookupNeeds, prototype: Partial<LookupRequest>): Restore {
  return watchAssignment<LookupRequest>(prototype, 'reject', (request, reject, assign) => {
    assign(request, reject)
    const all = request.oncomplete.name === 'onlookupall'
    const error = decideLookup(needs, request)
    if (error) throw error
    if (request.port !== undefined || !isBelowLocalhost(request.hostname)) return
    request.resolve?.(builtins.dns.promises.lookup('localhost', { family: request.family ?? 0, all }))
    throw answered
  })
}

/** Thrown where a promise is already resolved, only to leave the executor. */
const answered = new Error('agentguard answered this lookup')

/** Where there is no binding to patch, throwing at the last assignment stops functions that were captured earlier. */
function gateThrowing(needs: LookupNeeds, prototype: Partial<LookupRequest>, isPassing: () => boolean): Restore {
  return watchAssignment<LookupRequest>(prototype, 'oncomplete', (request, oncomplete, assign) => {
    assign(request, oncomplete)
    if (!request.callback || isPassing()) return
    const error = decideLookup(needs, request)
    if (error) throw error
  })
}

function decideLookup(
  { ownership, decide, notes, unanswered }: LookupNeeds,
  request: LookupRequest,
): EgressBlockedError | undefined {
  const raw = request.hostname ?? ''
  const canonical = canonicalHost(raw)
  const numeric = isAddress(canonical) !== 0
  if (numeric && request.port === undefined && isInetAton(raw)) return undefined
  // To the system, an address in brackets or with a final dot is a name, which it would send to a DNS server.
  const host = numeric && request.port === undefined ? raw : canonical
  const asksServer = request.port !== undefined && isLoopbackNeighbour(host)
  const attempt: Attempt = { channel: 'dns', host, raw, port: asksServer ? 53 : undefined }
  const current = ownership.current() ?? unanswered.find(host)
  const operation = current?.attempt.host === host ? current : ownership.begin(attempt)
  const error = decide(operation.attempt.host === host ? operation.attempt : attempt, operation)
  // Where nothing listens, the connection itself is refused, as without the guard.
  const passes = !error || (refusalOf(error) !== undefined && isLoopbackName(host))
  if (error) unanswered.settle(operation)
  if (passes && request.port === undefined) learnFrom(request, notes, operation, host)
  return passes ? undefined : error
}
