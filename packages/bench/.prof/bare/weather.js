const http = require('node:http')
class Weather {
  constructor(agent = new http.Agent({ keepAlive: true })) {
    this.agent = agent
  }
  describe(city, degrees) {
    return city.trim() + ' has ' + Math.round(degrees) + ' °C'
  }
  async ask(city, fetchDegrees) {
    return this.describe(city, await fetchDegrees(city))
  }
}
module.exports = { Weather }
