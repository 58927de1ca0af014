import { publicIpv4 } from 'public-ip'

// Asks one web page, then another. It would ask name servers of its own first, for seconds.
export async function reach() {
  await publicIpv4({ onlyHttps: true, timeout: 1000 }) // calls out
}
