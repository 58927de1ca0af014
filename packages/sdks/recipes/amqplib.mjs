import { connect } from 'amqplib'

export async function reach({ host = 'queue.example.com', port = 5672 } = {}) {
  await connect({ protocol: 'amqp', hostname: host, port, username: 'ada', password: 'secret' }) // calls out
}
