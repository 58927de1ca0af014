import { io } from 'socket.io-client'

export async function reach({ url = 'https://live.example.com' } = {}) {
  const socket = io(url, { reconnection: false, forceNew: true }) // calls out
  await new Promise((resolve) => socket.once('connect_error', resolve))
  socket.close()
}
