import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import {
  allowEgress,
  type Guard,
  installGuard,
  isEgressViolationError,
  noEgress,
  observeEgress,
} from '../../src/index.ts'
import { outcomeOf } from './doors/door.ts'
import { watchSocket } from './doors/watch-socket.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const allow = `localhost:${far.ports.tcp}`
const reach = (host = '127.0.0.1') => watchSocket(connect(far.ports.tcp, host))
// oxlint-disable-next-line unicorn/no-thenable -- as query builders do
const query = () => ({ then: (resolve: (value: unknown) => void) => void reach().then(resolve) })
// oxlint-disable-next-line unicorn/no-thenable -- as query builders do
const broken = () => ({ then: (_: unknown, reject: (error: Error) => void) => reject(new Error('no table')) })
const violationsOf = (error: unknown) => (isEgressViolationError(error) ? error.violations : [])
const calls = new EventEmitter()
const guards: Guard[] = []
afterEach(() => guards.splice(0).forEach((guard) => guard.uninstall()))
afterAll(() => far.take())

const reachInTurns = async (index: number): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    await reach(`127.0.1.${index}`)
  }
}

describe('concurrent scopes', () => {
  test('never mix, however their turns interleave', async () => {
    const settled = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        return outcomeOf(() => noEgress(index % 2 === 0 ? { allow } : {}, () => reachInTurns(index)))
      }),
    )

    for (const [index, { error }] of settled.entries()) {
      const expected = index % 2 === 0 ? [] : [{ host: `127.0.1.${index}`, count: 3 }]
      expect(violationsOf(error)).toMatchObject(expected)
    }
  })
})

describe('a thenable that starts its work when it is awaited', () => {
  test('is judged in the scope of the call that returns it', async () => {
    const { violations } = await observeEgress(query)

    expect(violations).toHaveLength(1)
    await expect(noEgress(query)).rejects.toSatisfy(isEgressViolationError)
    await noEgress({ allow }, query)
    await noEgress(() => {
      allowEgress(allow)
      return query()
    })
  })

  test('passes on what it rejects', async () => {
    await expect(noEgress(broken)).rejects.toThrow('no table')
  })
})

describe('nested scopes', () => {
  test('attribute a violation once, to the innermost', async () => {
    const outer = await observeEgress(async () => {
      const inner = await outcomeOf(() => noEgress(() => reach()))
      expect(violationsOf(inner.error)).toHaveLength(1)
    })

    expect(outer.violations).toEqual([])
  })

  test('decide for themselves, but keep what is denied around them', async () => {
    const { violations } = await observeEgress({ deny: '127.0.0.5' }, async () => {
      await noEgress({ allow }, () => reach())
      await expect(noEgress({ allow }, () => reach('127.0.0.5'))).rejects.toSatisfy(isEgressViolationError)
    })

    expect(violations).toEqual([])
  })

  test('go back to the scope around them', async () => {
    const { violations } = await observeEgress(async () => {
      await noEgress({ allow }, () => reach())
      await reach()
    })

    expect(violations).toMatchObject([{ outcome: 'blocked' }])
  })

  test('may only narrow where the scope around them is locked', async () => {
    const { violations } = await observeEgress({ locked: true }, async () => {
      const inner = await outcomeOf(() => noEgress({ allow }, () => reach()))
      expect(violationsOf(inner.error)).toMatchObject([{ reason: 'locked' }])
    })

    expect(violations).toEqual([])
  })
})

describe('late attempts', () => {
  test('of noEgress are attributed to the scope around it', async () => {
    const { violations } = await observeEgress(async () => {
      const late: { attempt?: Promise<unknown> } = {}
      await noEgress(() => {
        late.attempt = once(calls, 'over').then(() => reach())
      })
      calls.emit('over')
      await late.attempt
    })

    expect(violations).toMatchObject([{ phase: 'late', outcome: 'blocked' }])
  })

  test('of observeEgress are added to its lists', async () => {
    const late: { attempt?: Promise<unknown> } = {}
    const observed = await observeEgress(() => {
      late.attempt = once(calls, 'over').then(() => reach())
    })
    expect(observed.violations).toEqual([])

    calls.emit('over')
    await late.attempt

    expect(observed.violations).toMatchObject([{ phase: 'late' }])
    expect(observed.violations[0]?.lateBy).toBeGreaterThanOrEqual(0)
  })

  test('are attributed to the guard of the process where there is one', async () => {
    const guard = installGuard()
    guards.push(guard)
    const late: { attempt?: Promise<unknown> } = {}
    await noEgress(() => {
      late.attempt = once(calls, 'over').then(() => reach())
    })

    calls.emit('over')
    await late.attempt

    expect(guard.violations).toMatchObject([{ phase: 'late' }])
  })
})

describe('installGuard', () => {
  test('blocks code outside every scope, and lets it pass once it is taken off', async () => {
    const guard = installGuard({ deny: '127.0.0.9' })
    const blocked = await reach()
    guard.uninstall()
    const free = await reach()

    expect(guard.violations).toHaveLength(1)
    expect(blocked.error).toMatchObject({ code: 'ERR_EGRESS_BLOCKED' })
    expect(free.error).toBeUndefined()
  })

  test('shows what it blocked although an earlier guard had blocked the same', async () => {
    const first = installGuard()
    await reach()
    first.uninstall()
    const second = installGuard()
    guards.push(second)
    await reach()

    expect(second.violations).toMatchObject([{ host: '127.0.0.1', count: 1 }])
    expect(first.violations).toMatchObject([{ host: '127.0.0.1', count: 1 }])
  })

  test('keeps its deny rules in inner scopes', async () => {
    guards.push(installGuard({ deny: '127.0.0.9' }))

    await expect(noEgress({ allow }, () => reach('127.0.0.9'))).rejects.toMatchObject({ code: 'ERR_EGRESS_VIOLATION' })
  })
})

test('allowEgress widens the running scope from then on', async () => {
  const { violations } = await observeEgress(async () => {
    await reach('127.0.0.6')
    allowEgress(allow)
    await reach('127.0.0.7')
  })

  expect(violations).toMatchObject([{ host: '127.0.0.6' }])
})
