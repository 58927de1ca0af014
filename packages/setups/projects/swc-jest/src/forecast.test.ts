import type {} from 'jest-environment-agentguard'
import { Forecast } from './forecast'

describe('Forecast', () => {
  it('has a text', () => {
    expect(new Forecast('Oslo').text()).toBe('It is sunny in Oslo')
  })

  it('expects its own report', () => {
    expect(() => new Forecast('Oslo').report()).toEgressTo('usage.example')
  })

  it('reports in silence', () => {
    new Forecast('Oslo').report()
  })
})
