import { connect } from 'node:net'
import { expect, test } from '@jest/globals'
import type {} from 'jest-environment-agentguard'

const report = () => void connect(80, 'usage.example').on('error', () => {})

test('expects its report', () => {
  expect(report).toEgressTo('usage.example')
})

test('reports in silence', () => {
  report()
})
