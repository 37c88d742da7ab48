import Documents
import Policy

/// What a report for people has shown of the last places, objects and containers: most findings are
/// about the same ones as some before, so their texts are made once and copied.
///
/// All texts are in one buffer, whose room serves the next ones. Few are kept, so that looking for
/// one costs little.
struct ShownPlaces {
  /// What findings point at.
  struct Place {
    let range: SourceRange
    let tint: TextLayout.Tint
    let line: Int
    /// `file:line:column:`, safe to show.
    let text: Range<Int>
    /// Its line, where that has been shown.
    fileprivate(set) var excerpt: Range<Int>?
  }

  private struct Subject {
    let object: ObjectReference
    let container: String?
    let text: Range<Int>
  }

  private struct Holder {
    let path: [String]
    let text: Range<Int>
  }

  private static let maximum = 16

  private var texts: [UInt8] = []
  private var places: [Place] = []
  private var subjects: [Subject] = []
  private var holders: [Holder] = []

  /// Forgets all of it: another file has other places.
  mutating func removeAll() {
    texts.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    subjects.removeAll(keepingCapacity: true)
    holders.removeAll(keepingCapacity: true)
  }

  /// To be called before each finding, which adds one of each at most.
  mutating func makeRoom() {
    let count = max(places.count, subjects.count, holders.count)
    if count >= Self.maximum { removeAll() }
  }

  func append(_ text: Range<Int>, to output: inout [UInt8]) {
    output.append(texts.span.extracting(text))
  }

  private mutating func add(_ write: (inout [UInt8]) -> Void) -> Range<Int> {
    let start = texts.count
    write(&texts)
    return start..<texts.count
  }
}

extension ShownPlaces {
  subscript(place: Int) -> Place { places[place] }

  func place(of range: SourceRange, _ tint: TextLayout.Tint) -> Int? {
    places.firstIndex { $0.range == range && $0.tint == tint }
  }

  mutating func add(
    _ range: SourceRange, _ tint: TextLayout.Tint, line: Int, _ write: (inout [UInt8]) -> Void
  ) -> Int {
    places.append(Place(range: range, tint: tint, line: line, text: add(write)))
    return places.count - 1
  }

  mutating func addExcerpt(of place: Int, _ write: (inout [UInt8]) -> Void) -> Range<Int> {
    let text = add(write)
    places[place].excerpt = text
    return text
  }

  /// The line that names an object and a container.
  func subject(_ object: ObjectReference, _ container: String?) -> Range<Int>? {
    for subject in subjects
    where subject.object.isIdentical(to: object) && Self.areSame(subject.container, container) {
      return subject.text
    }
    return nil
  }

  mutating func addSubject(
    _ object: ObjectReference, _ container: String?, _ write: (inout [UInt8]) -> Void
  ) -> Range<Int> {
    let text = add(write)
    subjects.append(Subject(object: object, container: container, text: text))
    return text
  }

  private static func areSame(_ left: String?, _ right: String?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left.hasBytes(of: right)
  }

  /// The pointer to what holds places. The way to it is the very same array: to compare ways by
  /// their names takes as long as to write them.
  func holder(_ path: [String]) -> Range<Int>? {
    for holder in holders where holder.path.span.isIdentical(to: path.span) { return holder.text }
    return nil
  }

  mutating func addHolder(_ path: [String], _ write: (inout [UInt8]) -> Void) -> Range<Int> {
    let text = add(write)
    holders.append(Holder(path: path, text: text))
    return text
  }
}

/// What a report for people writes of rules, made once for each: the findings of most objects are
/// of the same rules, in the same order.
struct RuleTexts {
  struct Texts {
    /// What stands behind the place: the action, the rule and how severe it is.
    let head: [UInt8]
    /// What to do.
    let advice: [UInt8]
  }

  private struct Known {
    let rule: String
    let severity: Severity
    let action: Action
    let isExcused: Bool
    let remedy: String
    let texts: Texts
  }

  private var known: [Known] = []
  /// Where the next one is looked for first.
  private var next = 0

  /// The place of the texts that a finding has; `nil` where they have not been made.
  mutating func place(of finding: Finding, isExcused: Bool) -> Int? {
    guard let index = index(of: finding, isExcused: isExcused) else { return nil }
    next = index
    return known[index].remedy.hasBytes(of: finding.remedy) ? index : nil
  }

  private func index(of finding: Finding, isExcused: Bool) -> Int? {
    let rule = finding.rule
    for step in 0..<known.count {
      let index = next + step < known.count ? next + step : next + step - known.count
      // By their numbers: what compares any two values of a type is asked for at run time.
      if known[index].rule == rule, known[index].isExcused == isExcused,
        known[index].action.rawValue == finding.action.rawValue,
        known[index].severity.rawValue == finding.severity.rawValue
      {
        return index
      }
    }
    return nil
  }

  /// Keeps texts in place of those that the rule had with another remedy, so that there are no more
  /// than there are rules.
  mutating func add(_ texts: Texts, of finding: Finding, isExcused: Bool) -> Int {
    let new = Known(
      rule: finding.rule, severity: finding.severity, action: finding.action,
      isExcused: isExcused, remedy: finding.remedy, texts: texts)
    if let index = index(of: finding, isExcused: isExcused) {
      known[index] = new
      return index
    }
    // Behind the one before it, as in the findings of this object.
    next = known.isEmpty ? 0 : next + 1
    known.insert(new, at: next)
    return next
  }

  func appendHead(_ place: Int, to output: inout [UInt8]) {
    output.append(contentsOf: known[place].texts.head)
  }

  func appendAdvice(_ place: Int, to output: inout [UInt8]) {
    output.append(contentsOf: known[place].texts.advice)
  }
}
