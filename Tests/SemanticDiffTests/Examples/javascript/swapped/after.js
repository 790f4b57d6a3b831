export function second() {
  return ["a", "b"].join(",");
}

export function first() {
  return [1, 2, 3].length;
}
