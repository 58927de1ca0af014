import OpenAI from 'openai'

export function once({ url }) {
  const client = new OpenAI({ apiKey: 'key', baseURL: url, maxRetries: 0 })
  void client.models.list().then(undefined, () => {})
}
