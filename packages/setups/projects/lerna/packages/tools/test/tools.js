const { equal } = require('node:assert')

it('adds', () => {
  equal(1 + 2, 3)
})
