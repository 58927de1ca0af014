import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import type { LookupRequest } from '../../patch/native-handles.ts'
import { nextTick } from '../../node/real-time.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { isBelowLocalhost } from './local-names.ts'
import { apply } from '../../node/originals.ts'

type Decide = (request: LookupRequest) => EgressBlockedError | undefined

/**
 * Gates `dns.lookup` where there is no binding below it to gate, as under `--permission`. There, a refusal at the
 * native request could only be thrown. `net` calls this function by name each time.
 *
 * @returns its undo, and whether a call that it allowed is on the stack
 */
export function gatePublicLookup(decide: Decide): { readonly restore: Restore; readonly isPassing: () => boolean } {
  const state = { passing: false }
  const restore = replaceProperty(builtins.dns as { lookup: (...args: unknown[]) => unknown }, 'lookup', (lookup) => {
    const gated = function (this: unknown, ...[name, ...rest]: unknown[]): unknown {
      const callback = rest.at(-1)
      const error = typeof name === 'string' && typeof callback === 'function' ? decide(requestFor(name)) : undefined
      if (error) {
        nextTick(() => (callback as (error: Error) => void)(error))
        return {}
      }
      state.passing = true
      try {
        return apply(lookup, this, [isBelowLocalhost(String(name)) ? 'localhost' : name, ...rest])
      } finally {
        state.passing = false
      }
    }
    return Object.defineProperties(gated, Object.getOwnPropertyDescriptors(lookup))
  })
  return { restore, isPassing: () => state.passing }
}

function requestFor(hostname: string): LookupRequest {
  return { hostname, oncomplete: () => {} }
}
