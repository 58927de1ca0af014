const { Weather } = require('../weather.js')
describe('weather tool 26', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 26.4)
    expect(text).toBe('city 0 has 26 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 27.4)
    expect(text).toBe('city 1 has 27 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 28.4)
    expect(text).toBe('city 2 has 28 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 29.4)
    expect(text).toBe('city 3 has 29 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 30.4)
    expect(text).toBe('city 4 has 30 °C')
  })
})
