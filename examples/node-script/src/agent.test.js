import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isEgressViolationError, noEgress } from '@agentguard/core'
import { answer, forecast } from './agent.js'
import { serve } from './testing/serve.js'

test('forecast reaches only the server of this test', async (context) => {
  const api = await serve(context, (_request, response) => response.end('21 °C'))

  assert.equal(await noEgress(() => forecast('London', api)), '21 °C')
})

test('answer is known to reach Mixpanel', async (context) => {
  const api = await serve(context, (_request, response) => response.end('21 °C'))

  const answering = noEgress(() => answer('London', api))

  await assert.rejects(answering, (error) => isEgressViolationError(error) && hosts(error).includes('api.mixpanel.com'))
})

function hosts({ violations }) {
  return violations.map(({ host }) => host)
}
