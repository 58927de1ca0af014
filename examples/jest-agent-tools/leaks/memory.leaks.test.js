// Fails on purpose: making the client connects, in beforeAll, before any test has begun. So the file fails, not the test.
const { createMemory } = require('../src/tools/memory')

let memory

beforeAll(() => {
  memory = createMemory('redis.example.com')
})

afterAll(() => memory.close())

test('memory does without Redis', async () => {
  expect(await memory.remember('Ada likes tea')).toBe(0)
})
