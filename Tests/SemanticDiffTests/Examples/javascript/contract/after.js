export function optional(a, b = 1) {}
export class Model { create() {} size() { return 1; } }
/** @private */
export function inside(a, b) {}
export async function waits() {}
