import { Client } from 'ldapts'

export async function reach({ host = 'ldap.example.com', port = 389 } = {}) {
  const client = new Client({ url: `ldap://${host}:${port}`, connectTimeout: 300, timeout: 300 })
  await client.bind('cn=ada', 'secret') // calls out
}
