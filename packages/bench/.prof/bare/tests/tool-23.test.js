const { Weather } = require('../weather.js')
describe('weather tool 23', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 23.4)
    expect(text).toBe('city 0 has 23 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 24.4)
    expect(text).toBe('city 1 has 24 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 25.4)
    expect(text).toBe('city 2 has 25 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 26.4)
    expect(text).toBe('city 3 has 26 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 27.4)
    expect(text).toBe('city 4 has 27 °C')
  })
})
