class Base {
  id = 1;
}

class Left extends Base {
  title(): string { return `title of ${this.id}, in short`.toUpperCase(); }
  left(): number { return 1; }
}

class Right extends Base {
  title(): string { return `title of ${this.id}, in short`.toUpperCase(); }
  right(): number { return 2; }
}
