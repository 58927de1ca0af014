import OpenAI from 'openai'

export async function reach({ url = 'https://api.openai.com/v1' } = {}) {
  const client = new OpenAI({ apiKey: 'key', baseURL: url, maxRetries: 0 })
  await client.chat.completions.create({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] })
}
