const { Weather } = require('../weather.js')
describe('weather tool 55', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 55.4)
    expect(text).toBe('city 0 has 55 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 56.4)
    expect(text).toBe('city 1 has 56 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 57.4)
    expect(text).toBe('city 2 has 57 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 58.4)
    expect(text).toBe('city 3 has 58 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 59.4)
    expect(text).toBe('city 4 has 59 °C')
  })
})
