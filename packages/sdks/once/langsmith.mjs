import { Client } from 'langsmith'

export function once({ url }) {
  const client = new Client({ apiKey: 'key', apiUrl: url })
  client.caller.maxRetries = 0
  void client.createRun({ name: 'answer', run_type: 'chain', inputs: {} }).catch(() => {})
}
