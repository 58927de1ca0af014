import fetch from 'node-fetch'

export async function reach({ url = 'https://api.example.com/v1' } = {}) {
  await fetch(url) // calls out
}
