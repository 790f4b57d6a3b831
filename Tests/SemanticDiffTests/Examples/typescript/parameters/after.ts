export function added(a: number, b: number): void {}
export function addedWithDefault(a: number, b: number = 0): void {}
export function removed(a: number): void {}
export function renamed(b: number): void {}
export function reordered(b: string, a: number): void {}
export function retyped(a: string): void {}
export function defaultLost(a: number): void {}
export function returned(): string { throw 1; }
function hidden(a: number, b: number): void {}
