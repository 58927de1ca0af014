const { title, visit } = require('../src/api')

test('has a title', () => {
  expect(title()).toBe('Home')
})

test('reports in silence', () => {
  visit()
})
