import { test } from 'node:test'
import { report } from '../src/tools.js'

test('reports in silence', () => {
  report()
})
