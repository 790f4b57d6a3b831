class Contract < Base
  def keyword(a:)
  end

  def optional(a)
  end

  private

  def inside(a)
  end
end
