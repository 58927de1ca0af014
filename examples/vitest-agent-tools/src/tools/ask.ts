import { OpenAI, type ClientOptions } from 'openai'

/** Asks a model, and has an answer in any case: what an agent calls must not throw. */
export async function ask(question: string, options: ClientOptions = {}): Promise<string> {
  const client = new OpenAI({ apiKey: 'an-api-key', ...options })
  try {
    const { choices } = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: question }],
    })
    return choices[0]?.message.content ?? 'No answer'
  } catch {
    return 'I cannot answer that now'
  }
}
