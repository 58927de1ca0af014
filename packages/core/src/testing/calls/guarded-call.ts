import type { Entry } from '../../evidence/record/ledger.ts'
import { collectAttempts } from '../../guard/children/collect-attempts.ts'
import { engine } from '../../guard/engine/engine.ts'
import { installChannels } from '../../guard/install/install-channels.ts'
import { findOwner } from '../../guard/judging/find-owner.ts'
import { keepsAllowed } from '../../guard/judging/keeps-allowed.ts'
import { lookForNative } from '../../guard/native/look-for-native.ts'
import { withOriginals } from '../../guard/node/originals.ts'
import { now, turn } from '../../guard/node/real-time.ts'
import { nestPolicy } from '../../policy/precedence/policy.ts'
import { createScope, type KeepsAllowed, type Scope } from '../../guard/scope/scope.ts'
import { parseOptions } from '../../policy/options/parse-options.ts'

/** How a guarded function ended: with a value or with an error. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown }

/** What the scope of one call keeps besides violations. */
export interface CallInput {
  readonly name: string
  readonly keepsLate: boolean
  readonly keepsAllowed: KeepsAllowed
}

/** The holder for calls. Code that a call started may outlive it, so the channels stay installed. */
const calls = {}

/** Opens the scope of one call inside the current one, with its own options or the policy that it inherits. */
export function openCall(options: unknown, input: CallInput): Scope {
  return withOriginals(() => open(options, input))
}

function open(options: unknown, { name, keepsLate, ...kept }: CallInput): Scope {
  const state = engine()
  const parent = findOwner(state.current.get()).scope
  const policy =
    options === 'inherit' ? parent.policy : nestPolicy(parent.policy, parseOptions(options, `${name}()`), `${name}()`)
  installChannels(state, calls)
  const scopeName = parent === state.root ? name : parent.name
  const scope = createScope({
    name: scopeName,
    policy,
    parent,
    keepsLate,
    keepsAllowed: kept.keepsAllowed || parent.keepsAllowed,
  })
  if (parent.keepsAllowed !== false || policy.mute.length > 0) passOn(scope, parent)
  state.native.witness.begin(scope)
  return scope
}

/** Passes on what the call let through, which the code around it reached too, and what it muted, which nothing else reads. */
function passOn(scope: Scope, around: Scope): void {
  const pass = (entry: Entry, count: number): void => {
    const { outcome, attempt, by } = entry
    const isSoftened = outcome === 'audited' || outcome === 'muted'
    if (isSoftened || (outcome === 'allowed' && keepsAllowed(around, attempt, by)))
      around.ledger.record({ ...entry, count })
  }
  scope.ledger.subscribe((entry) => pass(entry, entry.count))
  scope.ledger.onRepeat(pass)
}

/** Runs `run` in the scope, synchronously until its first await. What it starts stays in the scope. */
export function runCall<T>(scope: Scope, run: () => T): T {
  const state = engine()
  const { phase, began, candidates } = findOwner(state.current.get())
  return state.current.run({ scope, phase, began, candidates }, run)
}

/** Waits for the outcome, and one turn of the event loop for what the function started without awaiting it. */
export async function settleCall<T>(scope: Scope, run: () => T | PromiseLike<T>): Promise<Outcome<T>> {
  const outcome = await outcomeOf(() => runCall(scope, () => started(run())))
  await turn()
  endCall(scope)
  return outcome
}

/** Marks the end of a call. What its code attempts from here on is late. */
export function endCall(scope: Scope): void {
  if (scope.endedAt === undefined) {
    // Later, it would count as late and go to the enclosing scope.
    collectAttempts(engine())
    lookForNative(engine(), scope)
  }
  scope.endedAt ??= now()
}

/** A query or a request may be a thenable that starts its work when its `then` is called. This calls it inside the scope. */
function started<T>(value: T | PromiseLike<T>): T | PromiseLike<T> {
  if (!isThenable(value)) return value
  return new Promise((resolve, reject) => {
    void value.then(resolve, reject)
  })
}

/** Whether `await` would wait for a value. */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return 'then' in value && typeof value.then === 'function'
}

async function outcomeOf<T>(run: () => T | PromiseLike<T>): Promise<Outcome<T>> {
  try {
    return { value: await run() }
  } catch (error) {
    return { error }
  }
}
