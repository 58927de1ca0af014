import fetch from 'sync-fetch'

/** The agent's settings, read while the module loads. Without a server there are defaults. */
export const settings: { readonly model: string } = load('https://settings.example.com/agent.json')

function load(url: string): { readonly model: string } {
  try {
    return fetch(url).json() as { model: string }
  } catch {
    return { model: 'gpt-4o-mini' }
  }
}
