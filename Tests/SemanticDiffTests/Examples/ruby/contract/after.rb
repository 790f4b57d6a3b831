class Contract
  def keyword(b:)
  end

  def optional(a, b = 1)
  end

  private

  def inside(a, b)
  end
end
