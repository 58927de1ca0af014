import { relative } from 'node:path'
import { cwd } from 'node:process'
import { beforeAll, describe, expect, test } from 'vitest'
import { isEgressBlockedError, observeEgress } from '../../src/index.ts'
import { unixDoors } from './doors/unix-doors.ts'
import type { Outcome } from './doors/door.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
// undici does not show that a dispatcher leads to a unix socket: the given host has to be allowed as well.
const allow = [`unix:${far.unixPath}`, 'docker']
const bare = new Map<string, { outcome: Outcome; arrivals: readonly string[] }>()

beforeAll(async () => {
  for (const { name, knock } of unixDoors) {
    bare.set(name, { outcome: await knock(far.unixPath), arrivals: await far.take() })
  }
})

describe.each(unixDoors)('a unix socket by $name', ({ name, shows, knock }) => {
  test.each([
    {},
    { allow: 'loopback' },
    { loopback: 'any' },
    { allow: `unix:${far.unixPath}`, deny: 'unix:/*' },
  ] as const)('is blocked before anything leaves with %j', async (options) => {
    const observed = await observeEgress(options, () => knock(far.unixPath))

    expect(await far.take()).toEqual([])
    expect(observed.violations[0]).toMatchObject(
      name.includes('undici') ? { host: 'docker' } : { unixPath: far.unixPath },
    )
    const error = 'value' in observed ? observed.value.error : observed.error
    expect(isEgressBlockedError(error)).toBe(shows === 'error')
  })

  test.each([{ allow }, { mode: 'audit' }, { mode: 'off' }] as const)(
    'is as without the guard with %j',
    async (options) => {
      const observed = await observeEgress(options, () => knock(far.unixPath))

      expect({ outcome: 'value' in observed ? observed.value : observed.error, arrivals: await far.take() }).toEqual(
        bare.get(name),
      )
      expect(observed.violations.length > 0).toBe('mode' in options && options.mode === 'audit')
    },
  )

  test('is judged by its full path where code gives a relative one', async () => {
    const path = relative(cwd(), far.unixPath)
    const observed = await observeEgress({ allow }, () => knock(path))

    expect(observed.violations).toEqual([])
    expect(await far.take()).toEqual(bare.get(name)?.arrivals)
  })
})
