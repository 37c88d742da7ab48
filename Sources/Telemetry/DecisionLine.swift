/// What the log says of one review: names, positions and numbers, never what an object holds.
///
/// Texts that are in the review as they are written here are bytes: to make a string of each costs
/// more than to write it.
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
  package var level = LogLevel.info
  package var uid: ArraySlice<UInt8> = []
  /// Where the review was asked for: `/mutate` or `/validate`.
  package var path = ""
  package var operation = ""
  package var kind = ""
  /// Empty for a request for the object itself.
  package var subresource = ""
  /// Empty for what has none.
  package var namespace = ""
  package var name = ""
  package var user: ArraySlice<UInt8> = []
  package var groups: [ArraySlice<UInt8>] = []
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
  /// Of the review in the handler, from its turn on: the wait until then is not in it.
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
    line.write(time, level, room: room(limits)) { line in
      line.append(",\"msg\":\"decision\"")
      writeRequest(limits, &line)
      LineParts.append(key: ",\"verdict\":", verdict, limits.identifier, &line)
      writeRules(limits, &line)
      Self.omitted(",\"rulesOmitted\":", rules.count, limits.rules, &line)
      line.append(",\"mutators\":")
      LineParts.append(mutators, count: limits.mutators, limits.identifier, &line)
      Self.omitted(",\"mutatorsOmitted\":", mutators.count, limits.mutators, &line)
      LineParts.append(key: ",\"patchBytes\":", number: patchBytes, &line)
      line.append(isDryRun ? ",\"dryRun\":true" : ",\"dryRun\":false")
      line.append(",\"durationMicroseconds\":")
      line.append(decimal: nanoseconds, decimals: 3)
      line.append(",\"policyGeneration\":")
      line.append(number: policyGeneration)
      if let traceID { LineParts.append(key: ",\"traceID\":", traceID, limits.identifier, &line) }
      if let error { LineParts.append(key: ",\"error\":", error, LogLine.standardTextBytes, &line) }
      line.append("}\n")
    }
  }

  private func writeRequest(_ limits: Limits, _ line: inout OutputSpan<UInt8>) {
    LineParts.append(key: ",\"path\":", path, limits.identifier, &line)
    LineParts.append(key: ",\"uid\":", uid, limits.uid, &line)
    LineParts.append(key: ",\"operation\":", operation, limits.identifier, &line)
    LineParts.append(key: ",\"kind\":", kind, limits.identifier, &line)
    LineParts.append(key: ",\"subresource\":", subresource, limits.identifier, &line)
    LineParts.append(key: ",\"namespace\":", namespace, limits.name, &line)
    LineParts.append(key: ",\"name\":", name, limits.name, &line)
    LineParts.append(key: ",\"user\":", user, limits.user, &line)
    line.append(",\"groups\":[")
    for index in 0..<min(limits.groups, groups.count) {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      let group = groups[index]
      JSONText.append(group.span, atMost: limits.group, to: &line)
    }
    line.append(UInt8(ascii: "]"))
    Self.omitted(",\"groupsOmitted\":", groups.count, limits.groups, &line)
    LineParts.append(key: ",\"source\":", source, limits.identifier, &line)
    LineParts.append(key: ",\"userAgent\":", userAgent, limits.userAgent, &line)
  }

  private func writeRules(_ limits: Limits, _ line: inout OutputSpan<UInt8>) {
    line.append(",\"rules\":[")
    for index in 0..<min(limits.rules, rules.count) {
      line.append(index == 0 ? "{\"id\":" : ",{\"id\":")
      JSONText.append(rules[index].id.utf8Span.span, atMost: limits.identifier, to: &line)
      line.append(",\"action\":")
      JSONText.append(rules[index].action.utf8Span.span, atMost: limits.identifier, to: &line)
      line.append(UInt8(ascii: "}"))
    }
    line.append(UInt8(ascii: "]"))
  }

  @inline(__always)
  private static func omitted(
    _ key: StaticString, _ count: Int, _ limit: Int, _ line: inout OutputSpan<UInt8>
  ) {
    if count > limit { LineParts.append(key: key, number: count - limit, &line) }
  }

  /// Bytes of all names, numbers and punctuation, but for the elements of lists.
  private static let frame = 544
  /// Bytes of a rule's names and punctuation.
  private static let ruleFrame = 24

  /// Bytes that the line has at most.
  private func room(_ limits: Limits) -> Int {
    func text(_ text: String, _ limit: Int) -> Int {
      JSONText.room(text.utf8.count, atMost: limit)
    }
    func text(_ text: ArraySlice<UInt8>, _ limit: Int) -> Int {
      JSONText.room(text.count, atMost: limit)
    }
    var room = Self.frame
    room += text(uid, limits.uid) + text(operation, limits.identifier)
    room += text(path, limits.identifier) + text(subresource, limits.identifier)
    room += text(kind, limits.identifier) + text(namespace, limits.name)
    room += text(name, limits.name) + text(user, limits.user) + text(source, limits.identifier)
    room += text(userAgent, limits.userAgent)
    room += text(verdict, limits.identifier) + text(traceID ?? "", limits.identifier)
    room += text(error ?? "", LogLine.standardTextBytes)
    for index in 0..<min(limits.groups, groups.count) {
      room += text(groups[index], limits.group) + 1
    }
    for index in 0..<min(limits.mutators, mutators.count) {
      room += text(mutators[index], limits.identifier) + 1
    }
    for index in 0..<min(limits.rules, rules.count) {
      room += text(rules[index].id, limits.identifier) + Self.ruleFrame
      room += text(rules[index].action, limits.identifier)
    }
    return room
  }
}
