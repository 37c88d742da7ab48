import Documents
import Patterns

// What was read, as it would be written: for `kpatch policy show`.

extension ObjectMatch {
  var value: Value {
    var entries: [Value.Entry] = []
    func add(_ key: String, _ globs: [Glob]) {
      if globs.isEmpty { return }
      entries.append(.init(key, .sequence(globs.map { .string($0.text) })))
    }
    add("kinds", kinds)
    add("namespaces", namespaces)
    add("names", names)
    if !labels.isEmpty {
      entries.append(
        .init("labels", .mapping(labels.map { .init($0.name, .string($0.value.text)) })))
    }
    add("containers", containers)
    return .mapping(entries)
  }
}

extension RulePattern {
  /// As it is written in a policy.
  package var text: String {
    switch self {
    case .all: "*"
    case .category(let category): "\(category)/*"
    case .alias(let name, _): name
    case .rule(let id): id
    }
  }

  var value: Value { .string(text) }
}

extension CompiledException {
  var value: Value {
    .mapping([
      .init("rules", .sequence(rules.map(\.value))),
      .init("match", match.value),
      .init("reason", .string(reason)),
      .init("expires", .string(expires.description)),
    ])
  }
}

extension CustomPodTemplate {
  var value: Value {
    .mapping([
      .init("group", .string(group)), .init("kind", .string(kind)),
      .init("pointer", .string(JSONPointer(path).description)),
    ])
  }
}
