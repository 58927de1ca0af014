const { Weather } = require('../weather.js')
describe('weather tool 34', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 34.4)
    expect(text).toBe('city 0 has 34 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 35.4)
    expect(text).toBe('city 1 has 35 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 36.4)
    expect(text).toBe('city 2 has 36 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 37.4)
    expect(text).toBe('city 3 has 37 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 38.4)
    expect(text).toBe('city 4 has 38 °C')
  })
})
