export function added(a: number): void {}
export function addedWithDefault(a: number): void {}
export function removed(a: number, b: number): void {}
export function renamed(a: number): void {}
export function reordered(a: number, b: string): void {}
export function retyped(a: number): void {}
export function defaultLost(a: number = 1): void {}
export function returned(): number { throw 1; }
function hidden(a: number): void {}
