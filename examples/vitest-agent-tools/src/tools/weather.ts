/** Describes the temperature in a city, in words an agent can pass on. */
export async function weather(city: string, api = 'https://api.weather.example'): Promise<string> {
  try {
    const response = await fetch(`${api}/v1/current?city=${encodeURIComponent(city)}`)
    const { celsius } = (await response.json()) as { celsius: number }
    return `${celsius} °C in ${city}`
  } catch {
    return 'The weather service does not answer'
  }
}
