import Anthropic from '@anthropic-ai/sdk'

export async function reach({ url = 'https://api.anthropic.com' } = {}) {
  const client = new Anthropic({ apiKey: 'key', baseURL: url, maxRetries: 0 })
  const messages = [{ role: 'user', content: 'Hello' }]
  await client.messages.create({ model: 'claude-sonnet-5', max_tokens: 10, messages })
}
