import superagent from 'superagent'

export async function reach({ url = 'https://api.example.com/v1' } = {}) {
  await superagent.get(url)
}
