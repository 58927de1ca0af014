import { load } from 'tiktoken/load'
import models from 'tiktoken/model_to_encoding.json' with { type: 'json' }
import registry from 'tiktoken/registry.json' with { type: 'json' }

export async function reach() {
  await load(registry[models['gpt-4o']]) // calls out
}
