const { Weather } = require('../weather.js')
describe('weather tool 41', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 41.4)
    expect(text).toBe('city 0 has 41 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 42.4)
    expect(text).toBe('city 1 has 42 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 43.4)
    expect(text).toBe('city 2 has 43 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 44.4)
    expect(text).toBe('city 3 has 44 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 45.4)
    expect(text).toBe('city 4 has 45 °C')
  })
})
