import pg from 'pg'

export async function reach({ host = 'db.example.com', port = 5432 } = {}) {
  const pool = new pg.Pool({ host, port, user: 'ada', password: 'secret', database: 'app' })
  try {
    await pool.query('select 1')
  } finally {
    await pool.end()
  }
}
