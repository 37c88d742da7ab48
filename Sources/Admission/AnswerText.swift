import Documents
import Policy

/// The words of an answer that people read: denials, warnings and audit annotations.
///
/// Names come from objects that nobody has validated yet, so hidden characters are escaped: the API
/// server drops a warning that holds one.
struct AnswerText {
  let limits: AdmissionLimits

  /// `Deployment shop/web`.
  static func name(of object: ObjectReference) -> String {
    VisibleText.escaped(object.title)
  }

  /// What a developer reads who was denied: first the object, then a line for each finding.
  func denial(of object: ObjectReference, for findings: [Finding]) -> String {
    let places = findings.count == 1 ? "one place" : "\(findings.count) places"
    var text = "\(shortened(Self.name(of: object))) breaks the policy in \(places):"
    for finding in findings.prefix(limits.denialFindings) {
      text += "\n- " + shortened(Self.line(finding))
    }
    let more = findings.count - limits.denialFindings
    if more > 0 { text += "\n- and \(more) more" }
    return text
  }

  private func shortened(_ line: String) -> String {
    VisibleText.shortened(line, to: limits.denialLineRunes)
  }

  private static func line(_ finding: Finding) -> String {
    VisibleText.escaped(
      "\(finding.rule) at \(finding.pointer): \(sentence(finding.message)) "
        + sentence(finding.remedy))
  }

  /// A text with a full stop.
  private static func sentence(_ text: String) -> String {
    guard let last = text.utf8.last else { return text }
    return last == UInt8(ascii: ".") ? text : text + "."
  }
}

// MARK: - Warnings

extension AnswerText {
  /// One warning for each finding and for each note of that kind, without duplicates, within the
  /// limits of the API server. The last one says how many have no room.
  func warnings(_ findings: [Finding], _ notes: [MutatorNote]) -> [String] {
    if findings.isEmpty, notes.isEmpty { return [] }
    var texts: [String] = []
    var seen: Set<String> = []
    let existing = findings.count { $0.existedBefore }
    if existing > 0 { texts.append(Self.tolerated(existing)) }
    for text in findings.map(warning) + notes.map(warning) where seen.insert(text).inserted {
      texts.append(text)
    }
    var room = limits.totalWarningRunes
    var fitting = 0
    while fitting < texts.count {
      let count = texts[fitting].unicodeScalars.count
      let left = texts.count - fitting - 1
      let reserve = left > 0 ? Self.more(left).unicodeScalars.count : 0
      guard count + reserve <= room else { break }
      room -= count
      fitting += 1
    }
    let rest = texts.count - fitting
    return Array(texts.prefix(fitting)) + (rest > 0 ? [Self.more(rest)] : [])
  }

  private static func tolerated(_ count: Int) -> String {
    count == 1
      ? "not denied: one place that broke the policy before this update and is as it was"
      : "not denied: \(count) places that broke the policy before this update and are as they were"
  }

  private static func more(_ count: Int) -> String { "and \(count) more of the policy's warnings" }

  private func warning(_ finding: Finding) -> String {
    warning(
      subject: finding.rule, message: finding.message, remedy: finding.remedy,
      pointer: finding.pointer.description)
  }

  private func warning(_ note: MutatorNote) -> String {
    warning(
      subject: note.mutator, message: note.message, remedy: "", pointer: note.pointer.description)
  }

  /// As much as a warning has room for: a place is worth more than a remedy.
  private func warning(
    subject: String, message: String, remedy: String, pointer: String
  ) -> String {
    let short = VisibleText.escaped("\(subject): \(message)")
    let middle = short + VisibleText.escaped(" (\(pointer))")
    let long = remedy.isEmpty ? middle : middle + VisibleText.escaped(": \(remedy)")
    for text in [long, middle, short]
    where text.unicodeScalars.count <= limits.preferredWarningRunes {
      return text
    }
    return VisibleText.shortened(middle, to: limits.maximumWarningRunes)
  }
}

// MARK: - Audit annotations

extension AnswerText {
  /// Keys that the API server accepts behind the webhook's name and a slash, with their values.
  func auditAnnotations(
    findings: [Finding], existing: [Finding], excused: [ExceptedFinding], mutators: [String],
    fixes: [MutatorNote]
  ) -> [(key: StaticString, value: [UInt8])] {
    var annotations: [(key: StaticString, value: [UInt8])] = []
    if !findings.isEmpty { annotations.append(("audit-findings", places(findings))) }
    if !existing.isEmpty { annotations.append(("existing-violations", places(existing))) }
    if !excused.isEmpty { annotations.append(("excused", list(excused.map(Self.excuse)))) }
    if !mutators.isEmpty { annotations.append(("mutated-by", list(mutators))) }
    if !fixes.isEmpty {
      annotations.append(("fixed", list(fixes.map { "\($0.mutator) \($0.pointer)" })))
    }
    return annotations
  }

  private static func excuse(_ excepted: ExceptedFinding) -> String {
    // Written by who is excused, who has no say in whether the rest is seen.
    let reason = VisibleText.escaped(excepted.exemption.reason).unicodeScalars
    let words =
      reason.count > Self.maximumReason
      ? String(reason.prefix(Self.maximumReason)) + "…" : String(reason)
    return "\(excepted.finding.rule) \(excepted.finding.pointer) (\(excepted.exemption.origin)"
      + (words.isEmpty ? ")" : ": \(words))")
  }

  /// Characters of a reason that an annotation has.
  private static let maximumReason = 256

  private func places(_ findings: [Finding]) -> [UInt8] {
    list(findings.map { "\($0.rule) \($0.pointer)" })
  }

  /// Bytes of `; and 1 more` with as many digits as a count can have.
  private static let longestRest = 30

  /// Items with `; ` between them, in UTF-8, as many as there is room for.
  private func list(_ items: [String]) -> [UInt8] {
    var longest = Self.longestRest
    for item in items { longest += item.utf8.count + 2 }
    // Bytes are at least as many as scalars: most lists need no count.
    guard longest <= limits.auditValueRunes, !items.contains(where: VisibleText.mayHide) else {
      return Array(counted(items.map(VisibleText.escaped)).utf8)
    }
    var text: [UInt8] = []
    text.append(addingCapacity: longest) { output in
      for index in items.indices {
        if index > 0 { output.append("; ") }
        output.append(copying: items[index].utf8Span.span)
      }
    }
    return text
  }

  private func counted(_ items: [String]) -> String {
    var text = ""
    var room = limits.auditValueRunes
    for (index, item) in items.enumerated() {
      let item = (index == 0 ? "" : "; ") + item
      let more = "; and \(items.count - index) more"
      let count = item.unicodeScalars.count
      guard count + more.unicodeScalars.count <= room else {
        if index > 0 { return text + more }
        // The first one is said as far as there is room, and never not at all.
        let rest = items.count > 1 ? "…; and \(items.count - 1) more" : "…"
        return String(item.unicodeScalars.prefix(max(0, room - rest.unicodeScalars.count))) + rest
      }
      text += item
      room -= count
    }
    return text
  }
}
