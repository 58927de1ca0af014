const { http, HttpResponse } = require('msw')
const { setupServer } = require('msw/node')

exports.server = setupServer(http.get('https://api.example.com/user', () => HttpResponse.json({ id: 'abc-123' })))
