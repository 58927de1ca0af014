import { MongoClient } from 'mongodb'

// The servers of a cluster are looked up in DNS first.
export async function reach() {
  const client = new MongoClient('mongodb+srv://cluster.example.com', { serverSelectionTimeoutMS: 100 })
  try {
    await client.connect() // calls out
  } finally {
    await client.close()
  }
}
