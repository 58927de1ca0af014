import { fetch as fetch7, getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici7'
import { expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { outcomeOf } from './doors/door.ts'
import { startFar } from './far/start-far.ts'
import { mocked } from './mocks/test-mock.ts'

const far = await startFar()
const foreign = `http://127.0.0.1:${far.ports.http}`

test('a request that MockAgent of undici answers is not an attempt, any other one is', async () => {
  const before = getGlobalDispatcher()
  const agent = new MockAgent()
  setGlobalDispatcher(agent)
  agent.get('http://mocked.example').intercept({ path: '/weather' }).reply(200, 'mocked')

  const { value, attempts } = (await observeEgress(async () => [
    await (await fetch7(mocked)).text(),
    await outcomeOf(() => fetch7(`${foreign}/secret`)),
  ])) as { value: unknown[]; attempts: readonly unknown[] }
  setGlobalDispatcher(before)

  expect(value[0]).toBe('mocked')
  expect(attempts).toMatchObject([{ outcome: 'blocked', port: far.ports.http }])
  expect(await far.take()).toEqual([])
})
