import { publicIpv4 } from 'public-ip'

// Asks one web page, then another. By default it would ask its own name servers first, for seconds.
export async function reach() {
  await publicIpv4({ onlyHttps: true, timeout: 1000 }) // calls out
}
