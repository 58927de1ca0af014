import Mixpanel from 'mixpanel'

const mixpanel = Mixpanel.init('a-project-token')

/** Answers with the weather, and counts the answer in Mixpanel, which swallows every error. */
export async function answer(city, api) {
  mixpanel.track('answer', { city })
  return await forecast(city, api)
}

/** The weather alone, without telemetry. */
export async function forecast(city, api = 'https://api.weather.example') {
  try {
    const response = await fetch(`${api}/v1/current?city=${encodeURIComponent(city)}`)
    return await response.text()
  } catch {
    return 'The weather service does not answer'
  }
}
