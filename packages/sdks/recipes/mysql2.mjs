import mysql from 'mysql2/promise'

export async function reach({ host = 'db.example.com', port = 3306 } = {}) {
  await mysql.createConnection({ host, port, user: 'ada', password: 'secret', connectTimeout: 500 }) // calls out
}
