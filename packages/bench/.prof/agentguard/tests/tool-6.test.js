const { Weather } = require('../weather.js')
describe('weather tool 6', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 6.4)
    expect(text).toBe('city 0 has 6 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 7.4)
    expect(text).toBe('city 1 has 7 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 8.4)
    expect(text).toBe('city 2 has 8 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 9.4)
    expect(text).toBe('city 3 has 9 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 10.4)
    expect(text).toBe('city 4 has 10 °C')
  })
})
