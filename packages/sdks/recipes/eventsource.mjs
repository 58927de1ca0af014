import { EventSource } from 'eventsource'

export async function reach({ url = 'https://events.example.com/stream' } = {}) {
  const source = new EventSource(url) // calls out
  await new Promise((resolve) => source.addEventListener('error', resolve))
  source.close()
}
