export interface Options { size: number; mode: 'a' | 'b'; }
export class Model<T> extends Base { readonly id: number = 1; protected hook(): void {} }
export function optional(a: number): void {}
export function union(a: string): void {}
export function narrowed(): string | number { return 1; }
export const limit: number = 1;
/** @internal */
export function inside(a: number): void {}
