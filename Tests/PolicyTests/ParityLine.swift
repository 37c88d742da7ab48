import Documents
import Policy

/// What differs between environments, in a form that can be read in a test.
enum ParityLine {
  /// Compares environments of a name and a text each, as the mutators leave them.
  static func parity(
    _ environments: [(name: String, text: String)], _ policy: CompiledPolicy = .builtIn
  ) throws -> Parity {
    let engine = Engine(policy)
    let context = EvaluationContext()
    return Parity(
      try environments.map { name, text in
        let entries = try documents(text).flatMap { document in
          engine.entries(of: try engine.mutate(document: document), context: context)
        }
        return Parity.Environment(name, entries)
      }, policy: policy)
  }

  /// `DIFFERENCE KIND/NAME PATH ENVIRONMENT=VALUE...` of each difference that nothing allows.
  static func all(_ parity: Parity, _ names: [String]) -> [String] {
    parity.drift.map { difference in
      let sides = zip(names, difference.sides).map { name, side in
        guard let side else { return "\(name)=-" }
        return "\(name)=\(side.isMissing ? "missing" : side.shown ?? "there")"
      }
      let object = "\(difference.object.kind)/\(difference.object.name)"
      return "\(difference.sort.rawValue) \(object) \(difference.path) "
        + sides.joined(separator: " ")
    }
  }
}
