export function load(path) {
  // slow
  return parse(path);
}
