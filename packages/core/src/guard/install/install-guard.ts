import { readEntry } from '../judging/read-entry.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import { createLedger } from '../../evidence/record/ledger.ts'
import { parseOptions } from '../../policy/options/parse-options.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'
import { settledEntries } from '../children/settled-entries.ts'
import { engine } from '../engine/engine.ts'
import { installChannels } from './install-channels.ts'
import { keepCode } from '../node/kept.ts'
import { lookForNative } from '../native/look-for-native.ts'

/** The guard of the whole process, as installed by {@link installGuard}. */
export interface Guard {
  /** Blocked attempts of code outside every scope so far, oldest first. */
  readonly violations: readonly Evidence[]
  /** Removes the guard. Where other code replaced a function on top of the guard's, that function stays and calls pass through. */
  uninstall(): void
}

/**
 * Sets the default policy of the process, which applies wherever no test or call has its own.
 *
 * A blocked attempt makes the call fail with an `EgressBlockedError`, and is listed in `violations`.
 *
 * @param options the policy. Without options, everything but the process's own servers is blocked.
 * @returns the guard, with its violations and the function that removes it
 * @throws TypeError for a wrong option or rule, naming the place and the fix
 * @throws Error when a guard is already installed, or when a channel does not work on this version of Node
 * @example
 * ```ts
 * import { installGuard } from '@agentguard/core'
 *
 * const guard = installGuard({ allow: ['api.weather.com'] })
 * await fetchWeather('London')
 * console.log(guard.violations)
 * guard.uninstall()
 * ```
 */
export function installGuard(options: EgressOptions = {}): Guard {
  const policy = createPolicy(parseOptions(options, 'installGuard()'), 'installGuard()')
  const state = engine()
  const { root } = state
  if (root.policy.mode !== 'off') {
    throw new Error('A guard is installed already: uninstall() it first, or open a scope with noEgress()')
  }
  const before = { policy: root.policy, ledger: root.ledger }
  // A new one, since an attempt that an earlier guard also recorded would only be counted in the old one.
  const ledger = createLedger()
  const holder = {}
  const restore = installChannels(state, holder)
  root.policy = policy
  root.ledger = ledger
  state.native.witness.begin(root)
  return {
    get violations() {
      lookForNative(state, root)
      return settledEntries(state, { ledger })
        .filter(({ outcome }) => outcome === 'blocked')
        .map(readEntry)
    },
    uninstall: () => {
      if (root.policy === policy) Object.assign(root, before)
      restore()
      keepCode()
    },
  }
}
