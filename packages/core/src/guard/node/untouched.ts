// This code calls no method, since any of them may have been replaced. A `for` over an index needs no iterator.
const empty: object = Object.freeze({})
const arrays = Array.prototype
const maps = Map.prototype
const texts = String.prototype
const { map, filter, some, every, find, includes, push, slice, join, flatMap } = arrays
const iterate = arrays[Symbol.iterator]
const iterators: { next: unknown } = Object.getPrototypeOf([][Symbol.iterator]()) as { next: unknown }
const { next } = iterators
const { get, set, has } = maps
const iterateMap = maps[Symbol.iterator]
const { startsWith, endsWith, replace, split, indexOf, toLowerCase, charCodeAt } = texts
const sliceText = texts.slice
const includesText = texts.includes
const { exec, test } = RegExp.prototype
const { call } = Function.prototype
const { hasOwn } = Object
const { parse, stringify } = JSON

/** Whether everything that decisions depend on is unchanged since the guard was loaded. */
export function isUntouched(): boolean {
  // First the enumerable keys that code assigned to `Object.prototype`, then the keys of an attempt, which may be
  // hidden.
  // oxlint-disable-next-line guard-for-in, no-unreachable-loop -- inherited keys are what it is for, and one is enough
  for (const _ in empty) return false
  return !hasAttemptKeys(Object.prototype) && hasOriginalLists() && hasOriginalTexts()
}

function hasAttemptKeys(object: object): boolean {
  return (
    'channel' in object ||
    'host' in object ||
    'port' in object ||
    'address' in object ||
    'names' in object ||
    'own' in object ||
    'unixPath' in object ||
    'method' in object ||
    'url' in object ||
    'proxy' in object ||
    'program' in object ||
    'addons' in object ||
    'audit' in object ||
    'by' in object
  )
}

function hasOriginalLists(): boolean {
  return (
    arrays[Symbol.iterator] === iterate &&
    iterators.next === next &&
    arrays.map === map &&
    arrays.filter === filter &&
    arrays.some === some &&
    arrays.every === every &&
    arrays.find === find &&
    arrays.flatMap === flatMap &&
    arrays.includes === includes &&
    arrays.push === push &&
    arrays.slice === slice &&
    arrays.join === join &&
    maps[Symbol.iterator] === iterateMap &&
    maps.get === get &&
    maps.set === set &&
    maps.has === has
  )
}

function hasOriginalTexts(): boolean {
  return (
    texts.startsWith === startsWith &&
    texts.endsWith === endsWith &&
    texts.replace === replace &&
    texts.split === split &&
    texts.indexOf === indexOf &&
    texts.toLowerCase === toLowerCase &&
    texts.charCodeAt === charCodeAt &&
    texts.slice === sliceText &&
    texts.includes === includesText &&
    RegExp.prototype.exec === exec &&
    RegExp.prototype.test === test &&
    Function.prototype.call === call &&
    Object.hasOwn === hasOwn &&
    JSON.parse === parse &&
    JSON.stringify === stringify
  )
}
