import fetch from 'sync-fetch'

// Waits for a child process, which asks.
export async function reach({ url = 'https://settings.example.com/agent.json' } = {}) {
  fetch(url).text() // calls out
}
