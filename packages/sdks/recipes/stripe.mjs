import Stripe from 'stripe'

export async function reach({ host = 'api.stripe.com', port = 443, url } = {}) {
  const protocol = url === undefined ? 'https' : 'http'
  const stripe = new Stripe('sk_test_key', { host, port, protocol, maxNetworkRetries: 0 })
  await stripe.customers.list({ limit: 1 })
}
