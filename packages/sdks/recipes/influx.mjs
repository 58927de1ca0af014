import { InfluxDB } from 'influx'

export async function reach({ host = 'influx.example.com', port = 8086 } = {}) {
  const influx = new InfluxDB({ host, port, database: 'app', pool: { maxRetries: 0, requestTimeout: 300 } })
  await influx.getDatabaseNames() // calls out
}
