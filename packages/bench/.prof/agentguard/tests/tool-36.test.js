const { Weather } = require('../weather.js')
describe('weather tool 36', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 36.4)
    expect(text).toBe('city 0 has 36 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 37.4)
    expect(text).toBe('city 1 has 37 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 38.4)
    expect(text).toBe('city 2 has 38 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 39.4)
    expect(text).toBe('city 3 has 39 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 40.4)
    expect(text).toBe('city 4 has 40 °C')
  })
})
