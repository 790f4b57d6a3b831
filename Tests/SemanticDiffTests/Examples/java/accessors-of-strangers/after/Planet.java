class Planet {
  private Long id;
  private double mass;
  private double radius;

  public Long getId() { return id; }
  public void setId(Long id) { this.id = id; }

  public double gravity() {
    return 6.674e-11 * mass / Math.pow(radius, 2);
  }

  public boolean isCaughtBy(Star star, double speed, double distance) {
    double escape = Math.sqrt(2 * 6.674e-11 * star.mass() / distance);
    if (speed >= escape) return false;
    while (distance > star.radius()) distance -= speed * 3600;
    return gravity() > 0;
  }
}
