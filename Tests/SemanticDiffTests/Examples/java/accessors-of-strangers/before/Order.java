class Order {
  private Long id;
  private List<Line> lines;

  public Long getId() { return id; }
  public void setId(Long id) { this.id = id; }

  public int total(Discount discount) {
    int result = 0;
    for (Line line : lines) {
      if (!line.isCancelled()) result += line.price() * line.count();
    }
    return discount == null ? result : discount.of(result);
  }

  public String label(Locale locale) {
    StringBuilder text = new StringBuilder(locale.word("order")).append(' ').append(id);
    for (Line line : lines) text.append('\n').append(line.label(locale));
    return text.toString();
  }
}
