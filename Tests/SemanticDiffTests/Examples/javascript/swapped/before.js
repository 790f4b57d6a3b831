export function first() {
  return [1, 2, 3].length;
}

export function second() {
  return ["a", "b"].join(",");
}
