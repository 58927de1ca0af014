import WebSocket from 'ws'

export async function reach({ url = 'https://live.example.com/feed' } = {}) {
  const socket = new WebSocket(url.replace('http', 'ws')) // calls out
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
}
