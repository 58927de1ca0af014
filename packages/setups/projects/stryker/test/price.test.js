const { total } = require('../src/price')

test('has no discount for few', () => {
  expect(total(2, 10)).toBe(20)
})

test('has a discount for many', () => {
  expect(total(2, 20)).toBe(36)
})
