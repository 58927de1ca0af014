import { Kafka, logLevel } from 'kafkajs'

export async function reach({ host = 'kafka.example.com', port = 9092 } = {}) {
  const retry = { retries: 0 }
  const kafka = new Kafka({ brokers: [`${host}:${port}`], logLevel: logLevel.NOTHING, retry, connectionTimeout: 300 })
  const producer = kafka.producer({ retry })
  try {
    await producer.connect() // calls out
  } finally {
    await producer.disconnect()
  }
}
