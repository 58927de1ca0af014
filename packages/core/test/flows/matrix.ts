import { beforeAll, describe, expect, test } from 'vitest'
import {
  type EgressOptions,
  type Evidence,
  isEgressBlockedError,
  isEgressViolationError,
  noEgress,
  observeEgress,
} from '../../src/index.ts'
import type { Door, Outcome, Target } from './doors/door.ts'
import type { Far } from './far/start-far.ts'
import { type Form, forms } from './forms.ts'

/** What a call without the guard gave its caller, and what it sent. */
interface Bare {
  readonly outcome: Outcome
  readonly arrivals: readonly string[]
}

/** One test for each door, address form and mode: blocked sends nothing, allowed is as without the guard. */
export function testMatrix(far: Far, doors: readonly Door[]): void {
  const bare = new Map<string, Bare>()
  const cells = doors.flatMap((door) =>
    formsOf(door).map((form) => ({ door, form, target: targetOf(far, door, form) })),
  )
  beforeAll(async () => {
    for (const { door, form, target } of cells) {
      const outcome = await door.knock(target)
      bare.set(`${door.name} ${form.name}`, { outcome, arrivals: await far.take() })
    }
  }, 60_000)

  describe.each(cells)('$door.name by $form.name', ({ door, form, target }) => {
    const rule = form.rule(target.port)
    const bareOf = (): Bare => bare.get(`${door.name} ${form.name}`) ?? { outcome: { events: [] }, arrivals: [] }

    test('is blocked before anything leaves', async () => {
      expectBlocked(door, target, await guarded(door, target, {}), await far.take())
    })

    test('is blocked where a deny rule meets an allow rule', async () => {
      expectBlocked(door, target, await guarded(door, target, { allow: rule, deny: rule }), await far.take())
    })

    test('is as without the guard where a rule allows it', async () => {
      const { outcome, violations } = await guarded(door, target, { allow: rule })

      expect(violations).toEqual([])
      expect({ outcome, arrivals: await far.take() }).toEqual(bareOf())
    })

    test('is as without the guard, and recorded, in mode audit', async () => {
      const observed = await observeEgress({ mode: 'audit' }, () => door.knock(target))

      expect({ outcome: 'value' in observed ? observed.value : observed.error, arrivals: await far.take() }).toEqual(
        bareOf(),
      )
      expect(new Set(observed.violations.map(({ outcome }) => outcome))).toEqual(new Set(['audited']))
      if (!door.blind && door.shows !== 'any') expect(observed.violations).toHaveLength(1)
    })
  })
}

function formsOf(door: Door): readonly Form[] {
  return door.numeric ? forms.filter(({ numeric }) => numeric) : forms
}

function targetOf({ ports }: Far, { server }: Door, { host, urlHost }: Form): Target {
  return { host, urlHost, port: ports[server] }
}

interface Guarded {
  readonly outcome: Outcome | undefined
  readonly violations: readonly Evidence[]
}

async function guarded(door: Door, target: Target, options: EgressOptions): Promise<Guarded> {
  const seen: { outcome?: Outcome } = {}
  const violations = await noEgress(options, async () => {
    seen.outcome = await door.knock(target)
  }).then(
    () => [],
    (error: unknown) => {
      if (isEgressViolationError(error)) return error.violations
      throw error
    },
  )
  return { outcome: seen.outcome, violations }
}

function expectBlocked(
  door: Door,
  target: Target,
  { outcome, violations }: Guarded,
  arrivals: readonly string[],
): void {
  expect(arrivals).toEqual([])
  expect(violations).toHaveLength(1)
  if (door.shows !== 'any') expect(blockedIn(outcome?.error)).toBe(door.shows)
  if (door.blind) return
  const [violation] = violations
  expect(violation).toMatchObject({ outcome: 'blocked', port: target.port })
  expect(violation?.from?.file).toContain('test/flows/doors/')
}

/** Where our error is in what the caller got. */
function blockedIn(error: unknown): Door['shows'] {
  if (isEgressBlockedError(error)) return 'error'
  const cause: unknown = error instanceof Error ? error.cause : undefined
  return cause !== undefined && blockedIn(cause) !== 'nothing' ? 'cause' : 'nothing'
}
