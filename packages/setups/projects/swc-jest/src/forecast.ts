import { connect } from 'node:net'

export class Forecast {
  #city: string

  constructor(city: string) {
    this.#city = city
  }

  text(): string {
    return `It is sunny in ${this.#city}`
  }

  report(): void {
    connect({ host: 'usage.example', port: 4317 }).on('error', () => {})
  }
}
