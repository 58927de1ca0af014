import { request } from 'node:http'

export async function forecast(city: string, origin: string): Promise<string> {
  const response = await fetch(`${origin}/v1/${city}`)
  return response.text()
}

export function report(city: string): void {
  request(`http://usage.example/${city}`)
    .on('error', () => {})
    .end()
}
