const { Weather } = require('../weather.js')
describe('weather tool 12', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 12.4)
    expect(text).toBe('city 0 has 12 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 13.4)
    expect(text).toBe('city 1 has 13 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 14.4)
    expect(text).toBe('city 2 has 14 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 15.4)
    expect(text).toBe('city 3 has 15 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 16.4)
    expect(text).toBe('city 4 has 16 °C')
  })
})
