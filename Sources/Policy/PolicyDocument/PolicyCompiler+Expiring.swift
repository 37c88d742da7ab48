// What the policy allows until a day, and why: exceptions, and differences of environments.

extension PolicyCompiler {
  mutating func compileExceptions() -> [CompiledException] {
    var kept: [CompiledException] = []
    for entry in layers.flatMap(\.exceptions) {
      guard holds("the exception", entry.value.expires, entry.origin) else { continue }
      kept.append(entry.value)
      show(["exceptions"], entry.value.value, entry.origin)
    }
    return kept
  }

  mutating func compileParity() -> [ParityAllowance] {
    var kept: [ParityAllowance] = []
    for entry in layers.flatMap(\.parity) {
      guard holds("what parity allows", entry.expires, entry.origin) else { continue }
      kept.append(entry)
      show(["parity", "allow"], entry.value, entry.origin)
    }
    return kept
  }

  /// Whether something has not expired; a note says it otherwise.
  private mutating func holds(
    _ what: String, _ expires: CalendarDate?, _ origin: SettingOrigin
  ) -> Bool {
    guard let today, let expires, expires < today else { return true }
    problems.append(
      PolicyProblem(
        kind: .note, layer: origin.layer, range: origin.range,
        message: "\(what) expired on \(expires) and no longer holds",
        remedy: "remove it, or give it a later date"))
    return false
  }
}
