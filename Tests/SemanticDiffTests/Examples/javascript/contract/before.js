export function optional(a) {}
export class Model extends Base { static create() {} get size() { return 1; } }
/** @private */
export function inside(a) {}
export function waits() {}
