const { Weather } = require('../weather.js')
describe('weather tool 0', () => {
  it('describes city 0', async () => {
    const text = await new Weather().ask(' city 0 ', async () => 0.4)
    expect(text).toBe('city 0 has 0 °C')
  })
  it('describes city 1', async () => {
    const text = await new Weather().ask(' city 1 ', async () => 1.4)
    expect(text).toBe('city 1 has 1 °C')
  })
  it('describes city 2', async () => {
    const text = await new Weather().ask(' city 2 ', async () => 2.4)
    expect(text).toBe('city 2 has 2 °C')
  })
  it('describes city 3', async () => {
    const text = await new Weather().ask(' city 3 ', async () => 3.4)
    expect(text).toBe('city 3 has 3 °C')
  })
  it('describes city 4', async () => {
    const text = await new Weather().ask(' city 4 ', async () => 4.4)
    expect(text).toBe('city 4 has 4 °C')
  })
})
