const { equal } = require('node:assert')
const { test } = require('node:test')
const { add } = require('../src/weather')

test('adds', () => {
  equal(add(1, 2), 3)
})
