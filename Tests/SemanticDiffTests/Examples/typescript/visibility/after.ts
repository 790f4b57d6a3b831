export function up(a: number): number { return a; }
function down(a: number): number { return a; }
export class Box {
  size(): number { return 1; }
}
