const { createMemory } = require('./memory')

test('memory does without Redis', async () => {
  await expect(async () => {
    const memory = createMemory('redis.example.com')
    expect(await memory.remember('Ada likes tea')).toBe(0)
    memory.close()
  }).toEgressTo('redis.example.com:6379')
})
