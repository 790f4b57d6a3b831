import Secrets
import SemanticDiff

// What a verdict shows of sources beside findings: names, defaults, subjects of commits.

extension FileDiff {
  /// The same without secrets.
  var withoutSecrets: FileDiff {
    var file = self
    for index in file.entities.indices { file.entities[index].maskSecrets() }
    return file
  }
}

extension EntityChange {
  fileprivate mutating func maskSecrets() {
    qualifiedName = Secret.masked(qualifiedName)
    oldQualifiedName = oldQualifiedName.map(Secret.masked)
    for index in reasons.indices { reasons[index] = Secret.masked(reasons[index]) }
    for index in parameterChanges.indices {
      let change = parameterChanges[index]
      parameterChanges[index].before = change.before.map { masked($0, of: change.name) }
      parameterChanges[index].after = change.after.map { masked($0, of: change.name) }
    }
    for index in contractChanges.indices {
      let change = contractChanges[index]
      contractChanges[index].before = change.before.map { masked($0, of: qualifiedName) }
      contractChanges[index].after = change.after.map { masked($0, of: qualifiedName) }
    }
  }

  /// A value that its name can make a secret.
  private func masked(_ value: String, of name: String) -> String {
    let assignment = Secret.masked("\(name) = \(value)")
    return assignment.hasPrefix("\(name) = ")
      ? String(assignment.dropFirst(name.count + 3)) : Secret.masked(value)
  }
}
