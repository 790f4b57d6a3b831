import Syntax

/// What callers of Swift write in front of an argument: the label, else the name of the parameter.
enum ArgumentLabel {
  /// The labels before and after of a parameter that was renamed or relabelled, else nil.
  static func changed(
    _ change: ParameterChange, _ b: Declaration, _ a: Declaration
  ) -> (before: String, after: String)? {
    guard change.kind == .renamed || change.kind == .relabelled,
      let new = index(of: change.name, a),
      let old = index(of: change.kind == .renamed ? change.before ?? "" : change.name, b)
        ?? (b.entity.parameters.count == a.entity.parameters.count ? new : nil)
    else { return nil }
    return (label(old, b), label(new, a))
  }

  private static func index(of name: String, _ d: Declaration) -> Int? {
    d.entity.parameters.firstIndex { d.file.text.string($0.name) == name }
  }

  private static func label(_ index: Int, _ d: Declaration) -> String {
    let parameter = d.entity.parameters[index]
    if let label = parameter.label { return d.file.text.string(label) }
    let hasNoLabels = d.entity.kind == .subscript || d.entity.kind == .operator
    return hasNoLabels ? "_" : d.file.text.string(parameter.name)
  }
}
