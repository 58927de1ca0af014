import pg from 'pg'

export async function reach({ host = 'db.example.com', port = 5432, about = 'Oslo' } = {}) {
  const pool = new pg.Pool({ host, port, user: 'ada', password: 'secret', database: 'app' })
  try {
    await pool.query('select forecast from weather where city = $1', [about]) // calls out
  } finally {
    await pool.end()
  }
}
