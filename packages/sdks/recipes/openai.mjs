import OpenAI from 'openai'

export async function reach({ url = 'https://api.openai.com/v1', about = 'Oslo' } = {}) {
  const client = new OpenAI({ apiKey: 'key', baseURL: url, maxRetries: 0 })
  const content = `How is the weather in ${about}?`
  await client.chat.completions.create({ model: 'gpt-4o-mini', messages: [{ role: 'user', content }] }) // calls out
}
