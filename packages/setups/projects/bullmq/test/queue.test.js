// @agentguard allow=exec:redis-server,localhost
const { spawn } = require('node:child_process')
const { Queue, QueueEvents, Worker } = require('bullmq')

describe('a queue', () => {
  const port = 6390
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null }
  let redis

  beforeAll(() => {
    redis = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'])
    return new Promise((resolve) => redis.stdout.on('data', (text) => /Ready to accept/.test(text) && resolve()))
  }, 30_000)

  afterAll(() => redis.kill())

  const run = async (process) => {
    const queue = new Queue('mails', { connection })
    const worker = new Worker('mails', process, { connection })
    const events = new QueueEvents('mails', { connection })
    await events.waitUntilReady()
    const job = await queue.add('welcome', { to: 'ada' })
    const result = await job.waitUntilFinished(events)
    await Promise.all([worker.close(), events.close(), queue.close()])
    return result
  }

  test('runs a job', async () => {
    expect(await run(async ({ data }) => `sent to ${data.to}`)).toBe('sent to ada')
  }, 30_000)

  test('runs a job that reports in silence', async () => {
    const result = await run(async () => {
      fetch('http://usage.example/').catch(() => {})
      return 'sent'
    })

    expect(result).toBe('sent')
  }, 30_000)
})
