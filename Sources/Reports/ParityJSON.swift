import Documents
import JSONSyntax
import Policy

/// In what environments are not in step, as one JSON object, for machines.
///
/// `version`, `environments`, `differences` with one line for each, `allow`, `problems`, `summary`.
/// The version changes when a member goes or changes its meaning, not when one is added.
package struct ParityJSON {
  package static let version = 1

  private let environments: [ReportedEnvironment]
  private var lines = ParityLines()

  package init(_ environments: [ReportedEnvironment]) {
    self.environments = environments
  }

  /// - Parameter origins: what the places of the policy's `parity.allow` are called.
  package mutating func json(
    _ parity: Parity, _ policy: CompiledPolicy, origins: [String], problems: [ReportedProblem]
  ) -> [UInt8] {
    var output = Array("{\"version\":\(Self.version)".utf8)
    append("environments", zip(environments, parity.counts).map(Self.value), to: &output)
    append(
      "differences", parity.differences.map { value($0, policy, origins) }, to: &output)
    let allow = zip(zip(policy.parity, origins), parity.uses).map { entry, use -> Value in
      [
        "policy": .string(entry.1), "reason": .string(entry.0.reason),
        "differences": .integer(use.count), "used": .boolean(use.isUsed),
      ]
    }
    append("allow", allow, to: &output)
    append("problems", problems.map(\.value), to: &output)
    let allowed = parity.differences.count - parity.driftCount
    output.append(contentsOf: ",\n\"summary\":".utf8)
    JSONWriter.append(
      [
        "objects": .integer(parity.objectCount),
        "differences": .integer(parity.driftCount),
        "allowed": .integer(allowed), "problems": .integer(problems.count),
      ] as Value, to: &output)
    output.append(contentsOf: "}\n".utf8)
    return output
  }

  private func append(_ name: String, _ values: [Value], to output: inout [UInt8]) {
    output.append(contentsOf: ",\n\"\(name)\":[".utf8)
    for (index, value) in values.enumerated() {
      output.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
      JSONWriter.append(value, to: &output)
    }
    output.append(contentsOf: "\(values.isEmpty ? "" : "\n")]".utf8)
  }

  private static func value(_ environment: ReportedEnvironment, _ count: Parity.Count) -> Value {
    [
      "name": .string(environment.name), "path": .string(environment.path),
      "objects": .integer(count.objects), "excluded": .integer(count.excluded),
      "replaced": .integer(count.replaced), "unnamed": .integer(count.unnamed),
    ]
  }

  private mutating func value(
    _ difference: ParityDifference, _ policy: CompiledPolicy, _ origins: [String]
  ) -> Value {
    var entries: [Value.Entry] = [
      .init("difference", .string(difference.sort.rawValue)),
      .init("object", difference.object.value),
    ]
    if let container = difference.container {
      entries.append(.init("container", .string(container)))
    }
    entries.append(.init("path", .string(difference.path)))
    var sides: [Value.Entry] = []
    for (environment, side) in zip(environments, difference.sides) {
      sides.append(.init(environment.name, side.map { value($0, environment) } ?? .null))
    }
    entries.append(.init("environments", .mapping(sides)))
    let allowances = difference.allowances.map { number -> Value in
      ["policy": .string(origins[number]), "reason": .string(policy.parity[number].reason)]
    }
    if let first = allowances.first { entries.append(.init("allowed", first)) }
    if allowances.count > 1 {
      entries.append(.init("allowedWith", .sequence(Array(allowances.dropFirst()))))
    }
    return .mapping(entries)
  }

  private mutating func value(
    _ side: ParityDifference.Side, _ environment: ReportedEnvironment
  ) -> Value {
    var entries: [Value.Entry] = [.init("present", .boolean(!side.isMissing))]
    if !side.isMissing {
      if let shown = side.shown { entries.append(.init("value", .string(shown))) }
      entries.append(.init("group", .integer(side.group)))
    }
    if let place = side.place {
      let position = lines.position(place)
      if let namespace = place.namespace {
        entries.append(.init("namespace", .string(namespace)))
      }
      entries += [
        .init("pointer", .string(place.pointer.description)),
        .init("file", .string(environment.file(place.source))),
        .init("documentIndex", .integer(place.document)),
        .init("line", .integer(position.line)), .init("column", .integer(position.column)),
      ]
    }
    return .mapping(entries)
  }
}
