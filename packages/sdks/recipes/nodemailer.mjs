import nodemailer from 'nodemailer'

export async function reach({ host = 'smtp.example.com', port = 587 } = {}) {
  const transport = nodemailer.createTransport({ host, port, connectionTimeout: 300, greetingTimeout: 300 })
  await transport.sendMail({ from: 'ada@example.com', to: 'bob@example.com', subject: 'Hello', text: 'Hello' })
}
