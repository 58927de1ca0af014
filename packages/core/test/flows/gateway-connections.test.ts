import { describe, expect, test } from 'vitest'
import { startFar } from './far/start-far.ts'
import { findProblem, runSteps } from './gateway/run-program.ts'

const far = await startFar()
const why = await findProblem()
const { h2c, http, tcp } = far.ports
const range = '127.0.0.0/8'

// Doors are opened beforehand for ports that rules name, and on loopback for the first address of each version.
describe.skipIf(why !== undefined)('a connection that no rule foresees', { timeout: 60_000 }, () => {
  test.each<[string, readonly string[], string, string]>([
    ['by address', [2, 3, 4, 5].map((last) => `connect:127.0.0.${last}:${http}`), range, 'answered'],
    ['by name', [h2c, http, tcp].map((port) => `dns:192.0.2.53/localhost:${port}`), 'localhost', 'answered'],
    ['by IPv6', [1, 2, 3, 4].map((port) => `open:2001:db8::9:${port}`), '2001:db8::/32', 'connected'],
  ])('is made at once, %s', async (_, steps, allow, outcome) => {
    const { seen, violations } = await runSteps(['resent:', ...steps, 'resent:'], allow)

    expect(seen.slice(1, -1)).toEqual(steps.map(() => outcome))
    expect(violations).toEqual([])
    // A connection that has to wait for a listener is begun again by the kernel after a second, on any machine.
    expect(Number(seen.at(-1)) - Number(seen[0])).toBeLessThan(steps.length)
  })

  test('is made each time where twenty come at once', async () => {
    await far.take()
    const { seen, violations } = await runSteps([`crowd:127.0.0.9:${http}`, `crowd:127.0.0.9:${http}`], range)

    expect({ seen, violations }).toEqual({ seen: ['answered', 'answered'], violations: [] })
    expect((await far.take()).filter((one) => one.includes('GET'))).toHaveLength(40)
  })

  test('is refused beside one that another scope may make', async () => {
    const steps = [`connect:127.0.0.8:${http}`]
    const allowed = await runSteps(steps, range)
    await far.take()
    const refused = await runSteps(steps)

    expect(allowed).toEqual({ seen: ['answered'], violations: [] })
    expect(refused.seen).not.toEqual(['answered'])
    expect(refused.violations).toMatchObject([{ host: '127.0.0.8', port: http, reason: 'loopback-not-own' }])
    expect(await far.take()).toEqual([])
  })
})
