import axios from 'axios'

export async function reach({ url = 'https://api.example.com/v1' } = {}) {
  await axios.get(url) // calls out
}
