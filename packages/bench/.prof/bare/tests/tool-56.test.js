const { Weather } = require('../weather.js')
describe('weather tool 56', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 56.4)
    expect(text).toBe('city 0 has 56 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 57.4)
    expect(text).toBe('city 1 has 57 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 58.4)
    expect(text).toBe('city 2 has 58 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 59.4)
    expect(text).toBe('city 3 has 59 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 60.4)
    expect(text).toBe('city 4 has 60 °C')
  })
})
