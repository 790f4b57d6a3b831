export function f(a?: number) {}
