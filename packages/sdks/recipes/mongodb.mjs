import { MongoClient } from 'mongodb'

export async function reach({ host = 'db.example.com', port = 27017 } = {}) {
  const client = new MongoClient(`mongodb://${host}:${port}`, { serverSelectionTimeoutMS: 100 })
  try {
    await client.db('app').collection('users').findOne({}) // calls out
  } finally {
    await client.close()
  }
}
