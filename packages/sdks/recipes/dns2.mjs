import DNS from 'dns2'

// A resolver that does not use Node's.
export async function reach({ host = '9.9.9.9', port = 53 } = {}) {
  const dns = new DNS({ nameServers: [host], port, timeout: 200 })
  await dns.resolveA('example.com') // calls out
}
