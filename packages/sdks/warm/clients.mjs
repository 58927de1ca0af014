// Clients that keep a connection, each as an application holds it: opened once, and asked for one thing after another.
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import mqtt from 'mqtt'
import mysql from 'mysql2/promise'
import { createTransport } from 'nodemailer'
import { Pool } from 'pg'
import { WebSocket } from 'ws'

const host = '127.0.0.1'

export const clients = [
  {
    name: 'pg',
    server: 'postgres',
    open: async (port) => {
      const pool = new Pool({ host, port, user: 'ada', database: 'app', max: 1 })
      pool.on('error', () => {})
      return { ask: (word) => pool.query(word), close: () => pool.end() }
    },
  },
  {
    name: 'mysql2',
    server: 'mysql',
    open: async (port) => {
      const pool = mysql.createPool({ host, port, user: 'ada', connectionLimit: 1 })
      return { ask: (word) => pool.query(word), close: () => pool.end() }
    },
  },
  {
    name: 'ioredis',
    server: 'redis',
    open: async (port) => {
      const redis = new Redis({ host, port, retryStrategy: () => null, maxRetriesPerRequest: 0 })
      redis.on('error', () => {})
      return { ask: (word) => redis.get(word), close: () => redis.disconnect() }
    },
  },
  {
    name: 'mongodb',
    server: 'mongo',
    open: async (port) => {
      const options = {
        serverApi: '1',
        directConnection: true,
        maxPoolSize: 1,
        retryReads: false,
        serverSelectionTimeoutMS: 500,
      }
      const client = new MongoClient(`mongodb://${host}:${port}`, options)
      return { ask: (word) => client.db('app').collection(word).findOne({}), close: () => client.close() }
    },
  },
  {
    name: 'mqtt',
    server: 'mqtt',
    open: async (port) => {
      const client = mqtt.connect({ host, port, protocol: 'mqtt', reconnectPeriod: 0 })
      client.on('error', () => {})
      await once(client, 'connect')
      const closed = new Promise((_, reject) => client.once('close', () => reject(new Error('closed'))))
      closed.catch(() => {})
      return {
        ask: (word) => Promise.race([client.publishAsync('topic', word, { qos: 1 }), closed]),
        close: () => client.end(true),
      }
    },
  },
  {
    name: 'nodemailer',
    server: 'smtp',
    open: async (port) => {
      const transport = createTransport({
        host,
        port,
        pool: true,
        maxConnections: 1,
        maxRequeues: 0,
        ignoreTLS: true,
      })
      const mail = { from: 'ada@example.com', to: 'bob@example.com', text: 'Hello' }
      return { ask: (word) => transport.sendMail({ ...mail, subject: word }), close: () => transport.close() }
    },
  },
  {
    name: 'ws',
    server: 'ws',
    open: async (port) => {
      const socket = new WebSocket(`ws://${host}:${port}`)
      socket.on('error', () => {})
      await once(socket, 'open')
      const closed = once(socket, 'close').then(() => Promise.reject(new Error('closed')))
      closed.catch(() => {})
      const ask = (word) => {
        socket.send(word)
        return Promise.race([once(socket, 'message'), closed])
      }
      return { ask, close: () => socket.terminate() }
    },
  },
]
