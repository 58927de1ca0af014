import { setTimeout as sleep } from 'node:timers/promises'
import { allowEgress, noEgress, observeEgress } from '@agentguard/core'

const port = Number(process.env.STAND_IN_PORT)
const standIn = { host: '127.0.0.1', port, url: `http://127.0.0.1:${port}` }
const isSeen = (attempted) =>
  attempted.outcome === 'audited' && attempted.host === standIn.host && attempted.port === port

/** The tests of one package, the same for all: `row` is the row of its recipe. */
export function defineTests(row, { reach, close }) {
  const goal = row.standIn === 'only' ? standIn : undefined
  describe(row.name, () => {
    if (close) afterAll(close)
    defineFailing(row, () => reach(goal))
    if (row.standIn === 'yes') defineAllowed(() => reach(standIn))
    if (row.when === 'call' && !row.slow) defineObserved(row, () => reach(goal))
    if (row.subjects) defineAsked(row, reach, goal)
    defineLast(row)
  })
}

/** Drops the error, whatever the code under test does with it. */
async function attempt(reach) {
  await Promise.resolve()
    .then(reach)
    .catch(() => {})
}

function defineFailing(row, reach) {
  test('stays at home', () => {})
  test('reaches out', () => attempt(reach))
  if (row.slow) return
  describe('with a hook', () => {
    beforeEach(() => attempt(reach))
    test('reaches out in a hook', () => {})
  })
  if (row.isNative) return
  describe('at once', () => {
    test.concurrent('reaches out beside another', () => attempt(reach))
    test.concurrent('stays at home beside another', () => sleep(20))
  })
}

function defineAllowed(reach) {
  test('is allowed by name', async () => {
    allowEgress(`localhost:${port}`)
    await attempt(reach)
    await sleep(30)
  })
  test('is observed in audit mode', async () => {
    const observed = await observeEgress({ mode: 'audit' }, () => attempt(reach))
    for (let turn = 0; turn < 500 && !observed.attempts.some(isSeen); turn += 1) await sleep(10)
    expect(observed.attempts.some(isSeen)).toBe(true)
  })
}

function defineObserved(row, reach) {
  test('is observed', async () => {
    const observed = await observeEgress(() => Promise.resolve().then(reach))
    expect({ caller: 'error' in observed ? 'an error' : 'nothing', reaches: observed.violations.length > 0 }).toEqual({
      caller: row.caller,
      reaches: true,
    })
  })
  test('is refused by noEgress', async () => {
    await expect(noEgress(() => attempt(reach))).rejects.toMatchObject({ code: 'ERR_EGRESS_VIOLATION' })
  })
  const destinations = Object.keys(row.reaches)
  if (destinations.length > 1 || row.isNative) return
  test('is asserted', async () => {
    await expect(() => attempt(reach)).toEgressTo(destinations[0])
  })
  test('is asserted to stay at home', async () => {
    await expect(() => attempt(reach)).not.toEgress()
  })
}

/** The same tool, asked one thing after another: what makes most of the tests of a real project. */
function defineAsked(row, reach, goal) {
  describe.each(row.subjects)('asked about %s', (about) => {
    test('reaches out', () => attempt(() => reach({ ...goal, about })))
    if (row.standIn === 'yes') {
      test('is allowed', async () => {
        allowEgress(`localhost:${port}`)
        await attempt(() => reach({ ...standIn, about }))
      })
    }
    if (row.when !== 'call') return
    test('is refused by noEgress', async () => {
      await expect(noEgress(() => attempt(() => reach({ ...goal, about })))).rejects.toMatchObject({
        code: 'ERR_EGRESS_VIOLATION',
      })
    })
    const [destination, ...others] = Object.keys(row.reaches)
    if (others.length > 0) return
    test('is asserted', async () => {
      await expect(() => attempt(() => reach({ ...goal, about }))).toEgressTo(destination)
    })
  })
}

/** Goes on while late attempts still arrive. */
function defineLast(row) {
  test('goes on', () => sleep(row.when === 'late' ? (row.slow ? 3000 : 150) : 5))
}
