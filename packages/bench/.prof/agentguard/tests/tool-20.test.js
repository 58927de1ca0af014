const { Weather } = require('../weather.js')
describe('weather tool 20', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 20.4)
    expect(text).toBe('city 0 has 20 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 21.4)
    expect(text).toBe('city 1 has 21 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 22.4)
    expect(text).toBe('city 2 has 22 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 23.4)
    expect(text).toBe('city 3 has 23 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 24.4)
    expect(text).toBe('city 4 has 24 °C')
  })
})
