import { Client } from 'basic-ftp'

export async function reach({ host = 'ftp.example.com', port = 21 } = {}) {
  const client = new Client(300)
  try {
    await client.access({ host, port }) // calls out
  } finally {
    client.close()
  }
}
