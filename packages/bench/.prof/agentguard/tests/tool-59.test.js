const { Weather } = require('../weather.js')
describe('weather tool 59', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 59.4)
    expect(text).toBe('city 0 has 59 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 60.4)
    expect(text).toBe('city 1 has 60 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 61.4)
    expect(text).toBe('city 2 has 61 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 62.4)
    expect(text).toBe('city 3 has 62 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 63.4)
    expect(text).toBe('city 4 has 63 °C')
  })
})
