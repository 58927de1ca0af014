import { readEntry } from '../judging/read-entry.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import { createLedger } from '../../evidence/record/ledger.ts'
import { parseOptions } from '../../policy/options/parse-options.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'
import { settledEntries } from '../children/settled-entries.ts'
import { engine } from '../engine/engine.ts'
import { installChannels } from './install-channels.ts'
import { keepCompiledCode } from '../node/keep-compiled-code.ts'
import { lookForNative } from '../native/look-for-native.ts'

/** The installed process-wide guard. */
export interface Guard {
  /** What code outside every scope attempted against the policy so far, oldest first. */
  readonly violations: readonly Evidence[]
  /** Takes the guard off. Slots that somebody else patched on top stay theirs and pass through. */
  uninstall(): void
}

/**
 * Sets the default policy of the process: it holds wherever no scope is open.
 *
 * @throws TypeError for a bad option or rule, naming place and fix
 * @throws Error when a guard is installed already, or when a channel is inert on this version of Node
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
  // Its own, or what an earlier guard saw too would only be counted there.
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
      keepCompiledCode()
    },
  }
}
