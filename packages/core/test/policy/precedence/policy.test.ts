import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { createAllowlist } from '../../../src/policy/rules/allowlist.ts'
import type { RuleInput } from '../../../src/policy/rules/rule-input.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'
import {
  createPolicy,
  extendPolicy,
  nestPolicy,
  type Policy,
  widenPolicy,
} from '../../../src/policy/precedence/policy.ts'
import { decide } from '../../../src/policy/precedence/precedence.ts'
import { outcomeOf } from '../../../src/policy/precedence/verdict.ts'
import { anyAttempt, anyOptions, anyRule } from '../rules/any-attempt.ts'

const host = (name: string): Attempt => ({ channel: 'tcp', raw: name, host: name, names: [name], port: 443 })
const config = (options: EgressOptions) => createPolicy(options, 'jest.config.js')

test('createPolicy blocks everything but own listeners by default', () => {
  const { mode, loopback, locked } = config({})
  expect({ mode, loopback, locked }).toEqual({ mode: 'block', loopback: 'own', locked: false })
  expect(decide(config({}), host('a.com'))).toEqual({ outcome: 'block', reason: 'not-allowed' })
})

test('createPolicy takes one rule without a list', () => {
  expect(decide(config({ allow: 'a.com' }), host('a.com')).outcome).toBe('allow')
})

test('createPolicy names the place of a bad rule in either list', () => {
  expect(() => config({ allow: ['a.com', '*'] })).toThrow(/^allow\[1\] in jest\.config\.js: /)
  expect(() => config({ deny: '*' })).toThrow(/^deny\[0\] in jest\.config\.js: /)
})

test('extendPolicy adds rules up and replaces the rest', () => {
  const policy = extendPolicy(
    config({ allow: 'a.com', deny: 'x.com', mode: 'audit' }),
    { allow: ['b.com', 'x.com'], deny: 'y.com', mode: 'block' },
    'a.test.ts',
  )
  const outcomes = ['a.com', 'b.com', 'x.com', 'y.com'].map((name) => decide(policy, host(name)).outcome)
  expect(outcomes).toEqual(['allow', 'allow', 'block', 'block'])
  expect(policy.mode).toBe('block')
})

test('extendPolicy leaves the policy it extends unchanged', () => {
  const base = config({ allow: 'a.com' })
  extendPolicy(base, { allow: 'b.com' }, 'a.test.ts')
  expect(decide(base, host('b.com')).outcome).toBe('block')
})

test.each<[EgressOptions, string]>([
  [{ allow: 'b.com' }, 'allow'],
  [{ mute: 'b.com' }, 'mute'],
  [{ mode: 'audit' }, "mode: 'audit'"],
  [{ mode: 'off' }, "mode: 'off'"],
  [{ loopback: 'any' }, "loopback: 'any'"],
  [{ late: 'wait' }, "late: 'wait'"],
  [{ lateLimit: 20 }, 'lateLimit: 20'],
  [{ locked: false }, 'locked: false'],
])('extendPolicy refuses %o under a lock and says where to change it', (options, what) => {
  const run = () => extendPolicy(config({ locked: true, late: 'flush', lateLimit: 200 }), options, 'a.test.ts')
  expect(run).toThrow(TypeError)
  expect(run).toThrow(
    `a.test.ts: the policy is locked, so ${what} cannot widen it here. Change it where locked: true is set`,
  )
})

test('extendPolicy may narrow under a lock', () => {
  const policy = extendPolicy(
    config({ allow: ['a.com', 'b.com'], locked: true }),
    { allow: [], deny: 'b.com', loopback: 'none', locked: true },
    'a.test.ts',
  )
  expect(['a.com', 'b.com'].map((name) => decide(policy, host(name)).outcome)).toEqual(['allow', 'block'])
  expect(policy.loopback).toBe('none')
})

test('widenPolicy allows more, and throws under a lock at any depth', () => {
  expect(decide(widenPolicy(config({}), ['a.com'], 'allowEgress()'), host('a.com')).outcome).toBe('allow')
  const locked = config({ locked: true })
  expect(() => widenPolicy(locked, ['a.com'], 'allowEgress()')).toThrow('allowEgress(): the policy is locked')
  expect(() => widenPolicy(nestPolicy(locked, {}, 'noEgress()'), ['a.com'], 'allowEgress()')).toThrow('is locked')
})

test('widenPolicy keeps what the outer levels deny', () => {
  const nested = nestPolicy(config({ deny: 'a.com' }), {}, 'noEgress()')
  expect(decide(widenPolicy(nested, ['a.com'], 'allowEgress()'), host('a.com'))).toMatchObject({ reason: 'denied' })
})

test('nestPolicy starts from the defaults, not from the outer level', () => {
  const { mode, loopback } = nestPolicy(config({ mode: 'audit', loopback: 'any', allow: 'a.com' }), {}, 'noEgress()')
  expect({ mode, loopback }).toEqual({ mode: 'block', loopback: 'own' })
})

test('nestPolicy keeps when a file ends, unless the inner level sets it', () => {
  const outer = config({ late: 'flush', lateLimit: 200 })
  expect(nestPolicy(outer, {}, 'noEgress()')).toMatchObject({ late: 'flush', lateLimit: 200 })
  expect(nestPolicy(outer, { late: 'wait', lateLimit: 0 }, 'noEgress()')).toMatchObject({ late: 'wait', lateLimit: 0 })
})

test('extendPolicy lets the last level decide when a file ends', () => {
  const inConfig = config({ late: 'flush', lateLimit: 200 })
  const inEnvironment = extendPolicy(inConfig, { late: 'wait' }, 'the environment')
  const inDocblock = extendPolicy(inEnvironment, { lateLimit: 0 }, 'a.test.ts')
  expect(config({})).toMatchObject({ late: 'wait', lateLimit: 100 })
  expect(inDocblock).toMatchObject({ late: 'wait', lateLimit: 0 })
})

test('nestPolicy passes a lock on and refuses to lift it', () => {
  const locked = config({ locked: true })
  expect(nestPolicy(locked, {}, 'noEgress()').locked).toBe(true)
  expect(() => nestPolicy(locked, { locked: false }, 'noEgress()')).toThrow('locked: false cannot widen it here')
})

type Options = readonly [EgressOptions, ...EgressOptions[]]

const levels = fc.tuple(anyOptions, fc.array(anyOptions, { maxLength: 2 })).map(([first, more]): Options => {
  return [first, ...more]
})

/** The policy of levels within each other; undefined where one of them would lift a lock. */
const nest = ([first, ...inner]: Options): Policy | undefined => {
  try {
    return inner.reduce((outer, options) => nestPolicy(outer, options, 'a test'), config(first))
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain('the policy is locked')
    return undefined
  }
}
/** Allowed, or blocked in mode `audit` alone. */
const passes = (policy: Policy, attempt: Attempt): boolean => {
  const verdict = decide(policy, attempt)
  return verdict.outcome === 'allow' || verdict.softened === 'audited'
}
const matches = (option: 'allow' | 'deny', { [option]: rules = [] }: EgressOptions, attempt: Attempt): boolean => {
  const list = createAllowlist([rules].flat(), 'x', option)
  return (option === 'allow' ? list.match(attempt) : list.matchDenied(attempt)) !== undefined
}

test('an attempt that a level in mode block denies is blocked, whatever it and the levels inside allow', () => {
  fc.assert(
    fc.property(levels, anyAttempt, (all, attempt) => {
      const policy = nest(all)
      const isDenied = all.some((level) => (level.mode ?? 'block') === 'block' && matches('deny', level, attempt))
      if (policy && isDenied) expect(decide(policy, attempt).outcome).toBe('block')
    }),
    { numRuns: 2000 },
  )
})

test('a level inside a locked one allows nothing that the locked one does not', () => {
  fc.assert(
    fc.property(levels, anyOptions, anyAttempt, (all, inside, attempt) => {
      const outer = nest(all)
      const inner = nest([...all, inside])
      if (outer?.locked && inner && passes(inner, attempt)) expect(passes(outer, attempt)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('extending a locked policy only narrows it', () => {
  fc.assert(
    fc.property(anyOptions, anyOptions, anyAttempt, (first, more, attempt) => {
      const policy = config({ ...first, locked: true })
      let extended: Policy
      try {
        extended = extendPolicy(policy, more, 'a test')
      } catch (error) {
        expect(String(error)).toContain('the policy is locked')
        return
      }
      expect(extended.locked).toBe(true)
      if (passes(extended, attempt)) expect(passes(policy, attempt)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('one more rule in allow never blocks more, one more in deny never allows more', () => {
  fc.assert(
    fc.property(levels, anyRule, anyAttempt, (all, rule, attempt) => {
      const policy = nest(all)
      const last = all.at(-1) ?? {}
      const wider = nest([...all.slice(0, -1), { ...last, allow: [...[last.allow ?? []].flat(), rule] }] as never)
      const narrower = nest([...all.slice(0, -1), { ...last, deny: [...[last.deny ?? []].flat(), rule] }] as never)
      if (!policy || !wider || !narrower) return
      if (passes(policy, attempt)) expect(passes(wider, attempt)).toBe(true)
      if (passes(narrower, attempt)) expect(passes(policy, attempt)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('nothing is allowed except by a rule, by an option, or because it is own or a loopback name', () => {
  fc.assert(
    fc.property(levels, anyAttempt, (all, attempt) => {
      const policy = nest(all)
      if (!policy || decide(policy, attempt).outcome === 'block' || policy.mode === 'off') return
      const isHome = attempt.own === true || (attempt.channel === 'dns' && (attempt.host ?? '').endsWith('localhost'))
      const isByWord =
        attempt.program !== undefined || attempt.channel === 'native' || (policy.loopback === 'any' && isLocal(attempt))
      expect(isHome || isByWord || matches('allow', all.at(-1) ?? {}, attempt)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

function isLocal({ address, host = '' }: Attempt): boolean {
  return /^(127\.|::1$|::$|0\.0\.0\.0$)|^(.*\.)?localhost$/.test(address ?? host)
}

test('mute rules let nothing out, and only keep from failing what was blocked', () => {
  fc.assert(
    fc.property(levels, anyAttempt, (all, attempt) => {
      const policy = nest(all)
      const [first, ...more] = all.map((options) => ({ ...options, mute: [] }))
      const unmuted = policy && nest([first ?? {}, ...more])
      if (policy === undefined || unmuted === undefined) return
      const [outcome, before] = [outcomeOf(decide(policy, attempt)), outcomeOf(decide(unmuted, attempt))]
      expect(outcome).toBe(outcome === 'muted' ? 'muted' : before)
      if (outcome === 'muted') expect(before).toBe('blocked')
    }),
    { numRuns: 5000 },
  )
})

test('an attempt is muted only by a rule of the innermost level that matches it', () => {
  fc.assert(
    fc.property(levels, anyAttempt, (all, attempt) => {
      const policy = nest(all)
      if (policy === undefined || outcomeOf(decide(policy, attempt)) !== 'muted') return
      const rules = [all.at(-1)?.mute ?? []].flat()
      const programs = attempt.program?.foreign?.map((file) => ({ ...attempt, program: { file, args: [] } })) ?? []
      const list = createAllowlist(rules, 'x', 'mute')
      expect([attempt, ...programs].some((one) => list.match(one) !== undefined)).toBe(true)
      expect(attempt.channel).not.toBe('native')
    }),
    { numRuns: 5000 },
  )
})

/** With the parts of a shell, each of which may have its own rule. */
const isNamedBy = (rule: RuleInput, attempt: Attempt): boolean => {
  const programs = attempt.program?.foreign?.map((file) => ({ ...attempt, program: { file, args: [] } })) ?? []
  const list = createAllowlist([rule], 'x')
  return [attempt, ...programs].some((one) => list.match(one) !== undefined)
}

test.each(['allow', 'mute'] as const)('one more rule in %s reaches no further than what the rule names', (option) => {
  fc.assert(
    fc.property(levels, anyRule, anyAttempt, (all, rule, attempt) => {
      const last = all.at(-1) ?? {}
      const more: EgressOptions = { ...last, [option]: [...[last[option] ?? []].flat(), rule] }
      const [policy, wider] = [nest(all), nest([...all.slice(0, -1), more] as never)]
      if (!policy || !wider || isNamedBy(rule, attempt)) return
      expect(outcomeOf(decide(wider, attempt))).toBe(outcomeOf(decide(policy, attempt)))
    }),
    { numRuns: 5000 },
  )
})

const ranks: readonly string[] = ['blocked', 'muted', 'audited', 'allowed']

test.each(['allow', 'mute'] as const)('terms of a rule in %s only narrow what its level does', (option) => {
  const terms = fc.record(
    { by: fc.constantFrom('some-sdk'), until: fc.constantFrom('2026-01-31') },
    { requiredKeys: [] },
  )
  const days = fc.constantFrom('2026-01-31', '2026-02-01')
  fc.assert(
    fc.property(levels, terms, anyAttempt, days, fc.boolean(), (all, added, attempt, day, isCaller) => {
      const last = all.at(-1) ?? {}
      const termed: EgressOptions = {
        ...last,
        [option]: [last[option] ?? []].flat().map((rule) => ({ rule, ...added })),
      }
      const [policy, narrower] = [nest(all), nest([...all.slice(0, -1), termed] as never)]
      if (!policy || !narrower) return
      const now = { packages: () => (isCaller ? ['some-sdk'] : []), today: () => day }
      const outcomes = [policy, narrower].map((one) => outcomeOf(decide(one, attempt, now)))
      const rank = outcomes.map((outcome) => ranks.indexOf(outcome))
      expect(rank[1], outcomes.join(' → ')).toBeLessThanOrEqual(rank[0] ?? 0)
    }),
    { numRuns: 5000 },
  )
})
