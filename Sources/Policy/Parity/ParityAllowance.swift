import Documents
import Kubernetes
import Patterns

/// An entry of `parity.allow`: in what environments may differ, and why.
package struct ParityAllowance: Sendable {
  /// The objects and containers that it is for; `nil` for all.
  var match: ObjectMatch?
  /// The sorts of differences; empty for all.
  var differences: [ParityDifference.Sort] = []
  /// Patterns for ``ParityDifference/path``; empty for all.
  var paths: [Glob] = []
  /// The environments that need not be as the others are; empty for all.
  var environments: [Glob] = []
  package var reason = ""
  /// The last day on which it holds; `nil` for ever.
  var expires: CalendarDate?
  /// Where the policy has it.
  package let origin: SettingOrigin

  init(_ origin: SettingOrigin) {
    self.origin = origin
  }

  /// Whether it speaks of a difference, in whichever environment.
  ///
  /// - Parameter objects: the object in each environment that has it.
  func covers(
    _ difference: ParityDifference, _ objects: [KubernetesObject], _ context: EvaluationContext
  ) -> Bool {
    if !differences.isEmpty, !differences.contains(difference.sort) { return false }
    if !paths.isEmpty, !paths.contains(where: { $0.matches(difference.path) }) { return false }
    guard var match else { return true }
    guard match.covers(container: difference.container) else { return false }
    // A name that kustomize gives a hash is known without it.
    if match.names.contains(where: { $0.matches(difference.object.name) }) { match.names = [] }
    return objects.contains { match.includes($0, context) }
  }

  /// Whether an environment is one of those that need not be as the others are.
  func excuses(_ environment: String) -> Bool {
    environments.isEmpty || environments.contains { $0.matches(environment) }
  }

  /// Patterns for environments that none of these names matches.
  package func strangers(among names: [String]) -> [String] {
    environments.filter { glob in !names.contains { glob.matches($0) } }.map(\.text)
  }

  /// Whether it is for environments, none of which is among these.
  package func isForOthers(than names: [String]) -> Bool {
    !environments.isEmpty && !names.contains(where: excuses)
  }

  /// As it would be written.
  var value: Value {
    var entries: [Value.Entry] = []
    if let match { entries.append(.init("match", match.value)) }
    if !differences.isEmpty {
      entries.append(
        .init("differences", .sequence(differences.map { .string($0.rawValue) })))
    }
    func add(_ key: String, _ globs: [Glob]) {
      if globs.isEmpty { return }
      entries.append(.init(key, .sequence(globs.map { .string($0.text) })))
    }
    add("paths", paths)
    add("environments", environments)
    entries.append(.init("reason", .string(reason)))
    if let expires { entries.append(.init("expires", .string(expires.description))) }
    return .mapping(entries)
  }
}
