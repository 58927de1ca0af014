const { equal } = require('node:assert')
const { add, report } = require('../src/weather')

it('adds', () => {
  equal(add(1, 2), 3)
})

it('reports in silence', () => {
  report()
})
