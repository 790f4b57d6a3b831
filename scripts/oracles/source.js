// What the oracles of JavaScript and TypeScript both need of a file's text.
'use strict'

/** Tells the line of an offset; lines end as verdict has it, and not at U+2028. */
exports.Lines = class {
  constructor (text) {
    this.starts = [0]
    for (const end of text.matchAll(/\r\n|\n|\r/g)) this.starts.push(end.index + end[0].length)
  }

  at (offset) {
    let [low, high] = [0, this.starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.starts[middle] <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

/** Text with all white space taken out, as computed names are compared. */
exports.collapsed = text => text.replace(/\s+/g, '')
