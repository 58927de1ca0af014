import { Pool } from 'undici8'

export async function reach({ url = 'https://api.example.com' } = {}) {
  const pool = new Pool(new URL(url).origin, { connections: 2 })
  try {
    const { body } = await pool.request({ path: '/v1', method: 'GET' }) // calls out
    await body.dump()
  } finally {
    await pool.destroy()
  }
}
