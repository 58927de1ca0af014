/** Describes the temperature in a city, in words an agent can pass on. */
async function weather(city, api = 'https://api.weather.example') {
  try {
    const response = await fetch(`${api}/v1/current?city=${encodeURIComponent(city)}`)
    const { celsius } = await response.json()
    return `${celsius} °C in ${city}`
  } catch {
    return `The weather service does not answer`
  }
}

module.exports = { weather }
