import Secrets
import SemanticDiff

extension SemanticChange {
  /// The same without secrets in names, defaults and other values, and in the reasons that quote them.
  var withoutSecrets: SemanticChange {
    var change = self
    for file in change.files.indices {
      for entity in change.files[file].entities.indices {
        change.files[file].entities[entity].maskSecrets()
      }
    }
    return change
  }
}

extension EntityChange {
  fileprivate mutating func maskSecrets() {
    // A reason quotes a value without the name that makes it a secret.
    var secrets: [String] = []
    for change in parameterChanges {
      secrets += EntityChange.secrets(in: change.before, of: change.name)
      secrets += EntityChange.secrets(in: change.after, of: change.name)
    }
    for change in contractChanges {
      secrets += EntityChange.secrets(in: change.before, of: qualifiedName)
      secrets += EntityChange.secrets(in: change.after, of: qualifiedName)
    }
    // One can be a part of another.
    let hidden = secrets.sorted { $0.utf8.count > $1.utf8.count }
    func masked(_ text: String) -> String {
      hidden.reduce(Secret.masked(text)) { $0.replacing($1, with: Secret.mask) }
    }
    qualifiedName = masked(qualifiedName)
    oldQualifiedName = oldQualifiedName.map(masked)
    reasons = reasons.map(masked)
    for index in parameterChanges.indices {
      parameterChanges[index].before = parameterChanges[index].before.map(masked)
      parameterChanges[index].after = parameterChanges[index].after.map(masked)
    }
    for index in contractChanges.indices {
      contractChanges[index].before = contractChanges[index].before.map(masked)
      contractChanges[index].after = contractChanges[index].after.map(masked)
    }
  }

  /// The secrets in a value, which its name can make one.
  private static func secrets(in value: String?, of name: String) -> [String] {
    guard let value else { return [] }
    let bytes = Array("\(name) = \(value)".utf8)
    return Secret.all(in: bytes, isConfiguration: true).map {
      String(decoding: bytes[$0.range.start..<$0.range.end], as: UTF8.self)
    }
  }
}
