// Fails on purpose: the agent swallows every error and has its answer, and noEgress fails anyway.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noEgress } from '@agentguard/core'
import { answer } from '../src/agent.js'
import { serve } from '../src/testing/serve.js'

test('answer reaches nothing but the weather', async (context) => {
  const api = await serve(context, (_request, response) => response.end('21 °C'))

  await noEgress(async () => {
    assert.equal(await answer('London', api), '21 °C')
  })
})
