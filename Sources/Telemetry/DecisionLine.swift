/// What the log says of one review: names, positions and numbers, never what an object holds.
package struct DecisionLine: Sendable {
  /// A rule that had something to say, and what follows from it: `deny`, `warn`, `audit`.
  package struct Rule: Sendable {
    package var id: String
    package var action: String

    package init(id: String, action: String) {
      self.id = id
      self.action = action
    }
  }

  /// Bytes and counts beyond which a line says less. They hold what Kubernetes allows; users,
  /// groups and user agents, which it does not bound, are cut.
  package struct Limits: Sendable {
    package var uid = 128
    package var name = 253
    package var user = 256
    package var group = 128
    package var groups = 16
    package var userAgent = 256
    package var identifier = 128
    package var rules = 64
    package var mutators = 32

    package init() {}
  }

  /// Microseconds since 1970.
  package var time: Int64 = 0
  package var uid = ""
  package var operation = ""
  package var kind = ""
  /// Empty for what has none.
  package var namespace = ""
  package var name = ""
  package var user = ""
  package var groups: [String] = []
  /// The client's address and port.
  package var source = ""
  /// As it came, which may not be UTF-8.
  package var userAgent: ArraySlice<UInt8> = []
  package var verdict = ""
  /// Each rule and action once.
  package var rules: [Rule] = []
  package var mutators: [String] = []
  package var patchBytes = 0
  package var isDryRun = false
  package var nanoseconds: UInt64 = 0
  package var policyGeneration: UInt64 = 0
  /// The trace id of the request, if it came with a valid one.
  package var traceID: String?
  /// Why the review could not be answered, without values of it.
  package var error: String?

  package init() {}

  /// Writes the line; whatever `line` held before is forgotten. Fields are always there, except for
  /// `traceID`, `error` and the counts of what was left out of a list.
  package func write(to line: inout LogLine, limits: Limits = Limits()) {
    line.begin(time: time, level: .info, message: "decision")
    line.field("uid", uid, atMost: limits.uid)
    line.field("operation", operation, atMost: limits.identifier)
    line.field("kind", kind, atMost: limits.identifier)
    line.field("namespace", namespace, atMost: limits.name)
    line.field("name", name, atMost: limits.name)
    line.field("user", user, atMost: limits.user)
    line.field("groups", groups, count: limits.groups, atMost: limits.group)
    Self.omitted("groupsOmitted", groups.count, limits.groups, &line)
    line.field("source", source, atMost: limits.identifier)
    line.field("userAgent", userAgent, atMost: limits.userAgent)
    line.field("verdict", verdict, atMost: limits.identifier)
    writeRules(to: &line, limits)
    Self.omitted("rulesOmitted", rules.count, limits.rules, &line)
    line.field("mutators", mutators, count: limits.mutators, atMost: limits.identifier)
    Self.omitted("mutatorsOmitted", mutators.count, limits.mutators, &line)
    line.field("patchBytes", patchBytes)
    line.field("dryRun", isDryRun)
    line.field("durationMicroseconds", decimal: nanoseconds, decimals: 3)
    line.field("policyGeneration", decimal: policyGeneration, decimals: 0)
    if let traceID { line.field("traceID", traceID, atMost: limits.identifier) }
    if let error { line.field("error", error) }
    line.end()
  }

  private func writeRules(to line: inout LogLine, _ limits: Limits) {
    line.appendName("rules")
    line.append(raw: "[")
    for (index, rule) in rules.prefix(limits.rules).enumerated() {
      line.append(raw: index == 0 ? "{\"id\":" : ",{\"id\":")
      line.appendString(rule.id, limits.identifier)
      line.append(raw: ",\"action\":")
      line.appendString(rule.action, limits.identifier)
      line.append(raw: "}")
    }
    line.append(raw: "]")
  }

  private static func omitted(
    _ name: StaticString, _ count: Int, _ limit: Int, _ line: inout LogLine
  ) {
    if count > limit { line.field(name, count - limit) }
  }
}
