import Documents
import Kubernetes

/// Why a finding does not count.
package enum Exemption: Sendable, Equatable {
  /// An exception of the policy, by its reason and the day until which it holds.
  case policy(reason: String, expires: CalendarDate)
  /// The object's annotation `kpatch.dev/exempt`, by what `kpatch.dev/exempt-reason` says.
  case annotation(reason: String)
  /// An annotation of another tool that the policy honours, and what it gives as the reason.
  case ignore(annotation: String, reason: String)

  /// Who excuses it: `exception`, or the annotation's key.
  package var origin: String {
    switch self {
    case .policy: "exception"
    case .annotation: Exemptions.annotation
    case .ignore(let annotation, _): annotation
    }
  }

  /// Why; empty where an annotation of another tool does not say so.
  package var reason: String {
    switch self {
    case .policy(let reason, _), .annotation(let reason), .ignore(_, let reason): reason
    }
  }

  /// The last day on which it holds; `nil` where it has no end.
  package var expires: CalendarDate? {
    guard case .policy(_, let day) = self else { return nil }
    return day
  }
}

/// A finding that an exception or an annotation excuses: it does not count, and is not lost.
package struct ExceptedFinding: Sendable {
  package let finding: Finding
  package let exemption: Exemption
}

/// The exemptions that concern one object.
struct Exemptions {
  /// Exceptions of the policy whose match covers the object.
  var exceptions: [CompiledException] = []
  /// The rules that the object's annotations exempt from, where the policy allows it, with the
  /// reason that they give.
  private(set) var annotated: [String: String] = [:]
  /// What the annotations of other tools exempt from.
  private(set) var ignored = PeerIgnores()
  /// What the object's annotations ask for and do not get.
  private(set) var notes: [MutatorNote] = []

  /// Whether they exempt from nothing, as nearly always.
  var isEmpty: Bool { exceptions.isEmpty && annotated.isEmpty && ignored.isEmpty }

  /// - Parameter path: the way to the place that was found, as far as the check knows it.
  func exemption(from rule: String, container: String?, at path: [String]) -> Exemption? {
    for exception in exceptions
    where exception.covers(rule: rule) && exception.match.covers(container: container) {
      return .policy(reason: exception.reason, expires: exception.expires)
    }
    if let reason = annotated[rule] { return .annotation(reason: reason) }
    return ignored.exemption(from: rule, at: path)
  }

  /// Reads the annotations of other tools.
  mutating func readIgnores(
    _ annotations: Node?, ofTemplate isTemplate: Bool, honoring tools: [Rule.Alias.Tool]
  ) {
    guard let annotations, !tools.isEmpty else { return }
    ignored.read(annotations, ofTemplate: isTemplate, honoring: tools)
  }
}

extension Exemptions {
  static let annotation = "kpatch.dev/exempt"
  static let reasonAnnotation = "kpatch.dev/exempt-reason"
  /// Words that one note names; it says how many more there are.
  private static let namedWords = 3

  /// Reads the annotations of a holder of metadata, which is at `path` of the object. They count
  /// only with a reason, and for what the policy lets objects exempt themselves from; whoever wrote
  /// one that does not count is told.
  mutating func read(
    _ annotations: Node?, at path: [String], allowed: [RulePattern],
    of object: @autoclosure () -> ObjectReference
  ) {
    guard let annotations, let rules = annotations[named: Self.annotation], !rules.isNull else {
      return
    }
    var place: [String] { path + ["annotations", Self.annotation] }
    func note(_ message: String) {
      notes.append(
        MutatorNote(
          mutator: Self.annotation, kind: .warning, object: object(), pointer: JSONPointer(place),
          message: "without effect: \(message)"))
    }
    guard !allowed.isEmpty else {
      note("the policy does not let objects exempt themselves")
      return
    }
    guard let text = rules.string else {
      note("annotations are strings, and this is \(rules.kind.phrase)")
      return
    }
    guard let reason = annotations[named: Self.reasonAnnotation]?.string,
      reason.utf8.contains(where: { $0 > 0x20 })
    else {
      note("\(Self.reasonAnnotation) must say why")
      return
    }
    var unknown = WordList()
    var refused = WordList()
    for word in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 <= 0x20 }) {
      let word = String(decoding: word, as: UTF8.self)
      let meant = Self.rules(word)
      let granted = meant.filter { id in allowed.contains { $0.matches(id) } }
      for id in granted { annotated[id] = reason }
      if meant.isEmpty { unknown.add(word) } else if granted.isEmpty { refused.add(word) }
    }
    if unknown.count > 0 { note("no rule is called \(unknown.text)") }
    if refused.count > 0 {
      note("the policy does not let objects exempt themselves from \(refused.text)")
    }
  }

  /// The rules that a word of the annotation means; empty where there is none.
  private static func rules(_ word: String) -> [String] {
    Catalogue.rules(named: word).map(\.id)
  }

  /// The first words of a list that may be long.
  private struct WordList {
    private(set) var count = 0
    private var named: [String] = []

    mutating func add(_ word: String) {
      count += 1
      if named.count < Exemptions.namedWords { named.append(quoted(word)) }
    }

    var text: String {
      let more = count - named.count
      return named.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
  }
}
