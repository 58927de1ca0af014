const { title, visit } = require('../src/page')

test('has a title', () => {
  expect(title()).toBe('Home')
})

test('reports in silence', () => {
  visit()
})
